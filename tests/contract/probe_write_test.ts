import { DATABASES } from "./databases.ts";
import { testProbeWrite } from "./probe_write.ts";

for (const database of DATABASES) testProbeWrite(database);
