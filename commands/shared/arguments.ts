import { errorText } from "../../domain/error_text.ts";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./command.ts";

/** Keeps an argument such as `-3` from being read as flags; no argument of a process contains it. */
const POSITIONAL = "\0";

export interface Positionals {
  /** The names of the required arguments, as in the usage. */
  readonly names?: readonly string[];
  /** The largest number of arguments; only the required ones by default. */
  readonly max?: number;
}

/**
 * Parses flags, which begin with two hyphens, and positional arguments, which may be negative
 * numbers; throws a UsageError for missing and for unexpected ones.
 */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  { names = [], max = names.length }: Positionals = {},
) {
  const parsed = parse(args, options);
  const count = parsed.positionals.length;
  const missing = names.slice(count);
  if (missing.length > 0) throw new UsageError(`Missing ${missing.join(" and ")}`);
  if (count > max) {
    throw new UsageError(`Unexpected argument ${JSON.stringify(parsed.positionals[max])}`);
  }
  return parsed;
}

function parse<Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  const marked = args.map((arg) => /^-[^-]/.test(arg) ? `${POSITIONAL}${arg}` : arg);
  try {
    const parsed = parseArgs({ args: marked, options, allowPositionals: true, strict: true });
    const values = Object.entries(parsed.values).map(([name, value]) => [name, unmarked(value)]);
    return {
      values: Object.fromEntries(values) as typeof parsed.values,
      positionals: parsed.positionals.map(unmarked),
    };
  } catch (error) {
    throw new UsageError(explain(errorText(error)));
  }
}

function unmarked<Value>(value: Value): Value {
  return typeof value === "string" ? value.replace(POSITIONAL, "") as Value : value;
}

/** Names the flag in this program's words: the parser of Node.js shows its own declarations. */
function explain(message: string): string {
  const unknown = /^Unknown option '([^']*)'/.exec(message)?.[1];
  if (unknown !== undefined) return `Unknown option ${JSON.stringify(unknown)}`;
  const flag = /^Option '(?:-\S+, )?(--[^ ']+)/.exec(message)?.[1];
  if (flag === undefined) return message;
  return message.includes("does not take an argument")
    ? `${flag} takes no value`
    : `${flag} needs a value: ${flag} VALUE`;
}
