/** A destination rejected its input for good; a retry is pointless. */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
}
