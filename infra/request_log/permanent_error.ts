/** A place refuses what it was given for good: a retry of the same would be refused again. */
export class PermanentError extends Error {
  override readonly name = "RefusedError";
}
