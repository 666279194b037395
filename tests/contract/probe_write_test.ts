import { LOG_DATABASES } from "./databases.ts";
import { testProbeWrite } from "./probe_write.ts";

for (const database of LOG_DATABASES) testProbeWrite(database);
