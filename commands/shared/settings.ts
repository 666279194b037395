import type { Config } from "../../infra/config/config.ts";
import { loadConfig } from "../../infra/config/load_config.ts";

/** Flags of the commands that listen. */
export const ADDRESS_FLAGS = { host: { type: "string" }, port: { type: "string" } } as const;

/** Environment variable that each flag overrides. */
const VARIABLE_OF = { host: "HOST", port: "PORT", "data-dir": "DATA_DIR" } as const;

type SettingFlag = keyof typeof VARIABLE_OF;

/** Loads the configuration; flags override environment variables. */
export function loadSettings(
  flags: Readonly<Partial<Record<SettingFlag, string | undefined>>>,
): Config {
  const given = (Object.keys(VARIABLE_OF) as SettingFlag[])
    .filter((flag) => flags[flag] !== undefined);
  return loadConfig(Object.fromEntries(given.map((flag) => [VARIABLE_OF[flag], flags[flag]])));
}
