import { OPTIONS } from "../infra/config/options.ts";

const MARKS = { secret: " (secret)", certificates: " (file)" } as const;

/** The lines of the table of settings in docs/configuration.md. */
export function configTable(): string[] {
  const rows = Object.values(OPTIONS).map(({ name, fallback, description, fromFile }) => {
    const value = fallback ? `\`${fallback}\`` : "";
    return `| \`${name}\` | ${value} | ${description}${fromFile ? MARKS[fromFile] : ""} |`;
  });
  return ["| variable | default | meaning |", "| --- | --- | --- |", ...rows];
}

if (import.meta.main) console.log(configTable().join("\n"));
