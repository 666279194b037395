import { UsageError } from "./command.ts";

/** A flag with a value, or one that is given or not. */
type Flag =
  | { readonly type: "string" }
  | { readonly type: "boolean"; readonly default?: false };

type Flags = Readonly<Record<string, Flag>>;

type Value<Of extends Flag> = Of["type"] extends "string" ? string | undefined
  : Of extends { readonly default: false } ? boolean
  : true | undefined;

export interface Arguments<Of extends Flags> {
  readonly values: { readonly [Name in keyof Of]: Value<Of[Name]> };
  readonly positionals: readonly string[];
}

export interface Positionals {
  /** The names of the required arguments, as in the usage. */
  readonly names?: readonly string[];
  /** The largest number of arguments; only the required ones by default. */
  readonly max?: number;
}

/**
 * Parses flags, which begin with two hyphens, and positional arguments, which may be negative
 * numbers; throws a UsageError for missing and for unexpected ones. `parseArgs` of `node:util` does
 * not know such numbers, and loading it takes half as long as an empty program.
 */
export function readArguments<const Of extends Flags>(
  args: readonly string[],
  flags: Of,
  { names = [], max = names.length }: Positionals = {},
): Arguments<Of> {
  const { values, positionals } = parse(args, flags);
  const count = positionals.length;
  const missing = names.slice(count);
  if (missing.length > 0) throw new UsageError(`Missing ${missing.join(" and ")}`);
  if (count > max) throw new UsageError(`Unexpected argument ${JSON.stringify(positionals[max])}`);
  return { values: values as Arguments<Of>["values"], positionals };
}

function parse(args: readonly string[], flags: Flags) {
  const values: Record<string, string | boolean> = {};
  for (const [name, flag] of Object.entries(flags)) {
    if (flag.type === "boolean" && flag.default === false) values[name] = false;
  }
  const positionals: string[] = [];
  const rest = args.values();
  for (const arg of rest) {
    if (arg === "--") positionals.push(...rest);
    else if (!arg.startsWith("--")) positionals.push(arg);
    else {
      const [flag = "", given] = splitAtEquals(arg);
      const name = flag.slice(2);
      if (!Object.hasOwn(flags, name)) {
        throw new UsageError(`Unknown option ${JSON.stringify(flag)}`);
      }
      values[name] = flags[name]!.type === "string"
        ? given ?? valueOf(flag, rest.next().value)
        : withoutValue(flag, given);
    }
  }
  return { values, positionals };
}

function splitAtEquals(arg: string): readonly string[] {
  const index = arg.indexOf("=", 3);
  return index < 0 ? [arg] : [arg.slice(0, index), arg.slice(index + 1)];
}

/** The argument after a flag, unless it is a flag itself. */
function valueOf(flag: string, next: string | undefined): string {
  if (next !== undefined && !next.startsWith("--")) return next;
  throw new UsageError(`${flag} needs a value: ${flag} VALUE`);
}

function withoutValue(flag: string, given: string | undefined): true {
  if (given === undefined) return true;
  throw new UsageError(`${flag} takes no value`);
}
