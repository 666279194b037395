import { DATABASES } from "./databases.ts";
import { testStoredLog } from "./stored_log.ts";

for (const kind of DATABASES) testStoredLog(kind);
