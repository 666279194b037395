import { OPTIONS } from "../infra/config/options.ts";

/** The table of settings in README.md, a line each. */
export function configTable(): string[] {
  const rows = Object.values(OPTIONS).map(({ name, fallback, description, secret, file }) => {
    const value = fallback ? `\`${fallback}\`` : "";
    return `| \`${name}\` | ${value} | ${description}${
      secret ? " (secret)" : file ? " (file)" : ""
    } |`;
  });
  return ["| variable | default | meaning |", "| --- | --- | --- |", ...rows];
}

if (import.meta.main) console.log(configTable().join("\n"));
