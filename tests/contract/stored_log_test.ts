import { LOG_DATABASES } from "./databases.ts";
import { testStoredLog } from "./stored_log.ts";

for (const kind of LOG_DATABASES) testStoredLog(kind);
