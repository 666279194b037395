/** A destination rejected its input in a way that a retry cannot cure. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
}
