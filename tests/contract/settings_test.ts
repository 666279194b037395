import { DATABASES } from "./databases.ts";
import { testSettings } from "./settings.ts";

for (const kind of DATABASES) testSettings(kind);
