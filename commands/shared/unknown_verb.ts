import { UsageError } from "./command.ts";

/** The error for a verb that is missing or has no meaning. */
export function unknownVerb(verb: string, verbs: readonly string[]): UsageError {
  const problem = verb === "" ? "A verb is missing" : `Unknown verb ${JSON.stringify(verb)}`;
  return new UsageError(`${problem}: use ${verbs.join(", ")}`);
}
