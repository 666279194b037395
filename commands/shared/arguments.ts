import { errorText } from "../../domain/error_text.ts";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./command.ts";

/** Parses flags and positional arguments; throws a UsageError for unexpected ones. */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  positionals: { readonly min?: number; readonly max?: number } = {},
) {
  const { min = 0, max = min } = positionals;
  const parsed = parse(args, options);
  const count = parsed.positionals.length;
  if (count < min) throw new UsageError(`Too few arguments: expected ${min}, got ${count}`);
  if (count > max) {
    throw new UsageError(`Unexpected argument ${JSON.stringify(parsed.positionals[max])}`);
  }
  return parsed;
}

function parse<Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(errorText(error));
  }
}
