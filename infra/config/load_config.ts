import type { Config } from "./config.ts";
import { OPTIONS, VARIABLES } from "./options.ts";
import { parseConfig } from "./parse_config.ts";

/** Reads the documented variables and the files that they name; `flags` come before them. */
export function loadConfig(flags: Readonly<Record<string, string | undefined>> = {}): Config {
  const variables = Object.fromEntries(VARIABLES.map((name) => [name, Deno.env.get(name)]));
  const { secrets, problems } = readSecretFiles(variables);
  const merged = { ...variables, ...secrets, ...flags };
  return parseConfig(merged, navigator.hardwareConcurrency, problems);
}

function readSecretFiles(
  variables: Readonly<Record<string, string | undefined>>,
): { secrets: Record<string, string>; problems: string[] } {
  const secrets: Record<string, string> = {};
  const problems: string[] = [];
  for (const { name, secret } of Object.values(OPTIONS)) {
    const path = secret ? variables[`${name}_FILE`] : undefined;
    if (!path) continue;
    if (variables[name]) problems.push(`${name}: set either ${name} or ${name}_FILE, not both`);
    try {
      secrets[name] = Deno.readTextFileSync(path).trim();
      if (secrets[name] === "") problems.push(`${name}_FILE: ${JSON.stringify(path)} is empty`);
    } catch (error) {
      problems.push(
        `${name}_FILE: cannot read ${JSON.stringify(path)}: ${(error as Error).message}`,
      );
    }
  }
  return { secrets, problems };
}
