import { OPTIONS } from "../infra/config/options.ts";
// Written by `denow task operations`: importing the operations takes longer than printing the help.
import operations from "./operations.txt" with { type: "text" };
import type { Command } from "./shared/command.ts";

/** The output of `help` with the name of a command. */
export function commandHelp(command: Command): string {
  return `${usageLine(command)}\n\n${command.summary}`;
}

export function usageLine({ name, usage }: Pick<Command, "name" | "usage">): string {
  return `Usage: mathcalculator ${name} ${usage}`.trimEnd();
}

/** The output of `help`. */
export function helpText(commands: readonly Command[]): string {
  const verbs = commands.map(({ name, usage, summary }) =>
    `  ${`${name} ${usage}`.trim()}\n      ${summary}`
  );
  const width = Math.max(...Object.values(OPTIONS).map(({ name }) => name.length));
  const variables = Object.values(OPTIONS).map(({ name, fallback, description }) =>
    `  ${name.padEnd(width)}  ${description}${fallback ? ` (${fallback})` : ""}`
  );
  const [summary, ...operationLines] = operations.trimEnd().split("\n");
  return [
    summary,
    "",
    "Usage: mathcalculator [COMMAND]",
    "",
    "Commands:",
    "",
    ...verbs,
    "  help [COMMAND]\n      Print this text, or what one command does",
    "",
    "Operations (numbers are integers, decimals such as 1.5e3, or fractions such as 8/27; the",
    "numbers of gcd and lcm follow one another, other lists are written with commas, as in",
    "calc crt 2,3,2 3,5,7; an expression is one argument, as in calc '2^100 + 1/3'):",
    ...operationLines,
    "",
    "Environment variables (for a secret or certificate, NAME_FILE can name a file instead):",
    "",
    ...variables,
    "",
    "Exit codes: 0 success, 1 failure, 2 invalid usage, input or configuration, 130 Ctrl-C",
  ].join("\n");
}
