import type { Config } from "../../infra/config/config.ts";
import { loadConfig } from "../../infra/config/load_config.ts";

/** The flags of every command that listens. */
export const ADDRESS_FLAGS = { host: { type: "string" }, port: { type: "string" } } as const;

/** The variable that each flag stands for. */
const VARIABLE_OF = { host: "HOST", port: "PORT", "data-dir": "DATA_DIR" } as const;

type SettingFlag = keyof typeof VARIABLE_OF;

/** The configuration of the environment, except for what flags say. */
export function loadSettings(
  flags: Readonly<Partial<Record<SettingFlag, string | undefined>>>,
): Config {
  const given = (Object.keys(VARIABLE_OF) as SettingFlag[])
    .filter((flag) => flags[flag] !== undefined);
  return loadConfig(Object.fromEntries(given.map((flag) => [VARIABLE_OF[flag], flags[flag]])));
}
