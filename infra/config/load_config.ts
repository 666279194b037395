import { errorText } from "../../domain/error_text.ts";
import type { Config } from "./config.ts";
import { fileVariable, OPTIONS, VARIABLES } from "./options.ts";
import { parseConfig } from "./parse_config.ts";

/**
 * Reads the configuration from environment variables and from the files that they name; `flags`, by
 * variable, take precedence. Throws a ConfigError.
 */
export function loadConfig(flags: Readonly<Record<string, string | undefined>> = {}): Config {
  const variables = Object.fromEntries(VARIABLES.map((name) => [name, Deno.env.get(name)]));
  const { texts, problems } = readFiles(variables);
  const merged = { ...variables, ...texts, ...flags };
  return parseConfig(merged, navigator.hardwareConcurrency, problems);
}

function readFiles(
  variables: Readonly<Record<string, string | undefined>>,
): { texts: Record<string, string>; problems: string[] } {
  const texts: Record<string, string> = {};
  const problems: string[] = [];
  for (const option of Object.values(OPTIONS)) {
    const { name } = option;
    const path = variables[fileVariable(option) ?? ""];
    if (!path) continue;
    if (variables[name]) problems.push(`${name}: set either ${name} or ${name}_FILE, not both`);
    try {
      texts[name] = Deno.readTextFileSync(path).trim();
      if (texts[name] === "") problems.push(`${name}_FILE: ${JSON.stringify(path)} is empty`);
    } catch (error) {
      problems.push(
        `${name}_FILE: cannot read ${JSON.stringify(path)}: ${errorText(error)}`,
      );
    }
  }
  return { texts, problems };
}
