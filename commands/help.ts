import { OPTIONS } from "../infra/config/options.ts";
import type { Command } from "./shared/command.ts";

/** What `help` prints. */
export function helpText(commands: readonly Command[]): string {
  const verbs = commands.map(({ name, usage, summary }) =>
    `  ${`${name} ${usage}`.trim()}\n      ${summary}`
  );
  const width = Math.max(...Object.values(OPTIONS).map(({ name }) => name.length));
  const variables = Object.values(OPTIONS).map(({ name, fallback, description }) =>
    `  ${name.padEnd(width)}  ${description}${fallback ? ` (${fallback})` : ""}`
  );
  return [
    "Exact factorials, Fibonacci numbers and powers, over HTTP and here.",
    "",
    "Usage: mathcalculator [COMMAND]",
    "",
    ...verbs,
    "  help\n      Print this",
    "",
    "Environment; secrets may also come from the file that NAME_FILE names:",
    "",
    ...variables,
    "",
    "Exit codes: 0 done, 1 failed, 2 wrong usage, input or configuration",
  ].join("\n");
}
