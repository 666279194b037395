/**
 * The message of an error followed by the messages of its causes, as in `Cannot listen: address in
 * use`. A cause that the message already quotes is not repeated, and an `AggregateError` without a
 * message lists its errors. Values that are not errors are converted to strings.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = messageOf(error);
  if (error.cause === undefined) return text;
  const cause = errorText(error.cause);
  return text.includes(cause) ? text : `${text}: ${cause}`;
}

/** Node's error has no message if all addresses of a host refuse the connection. */
function messageOf(error: Error): string {
  if (error.message !== "") return error.message;
  return error instanceof AggregateError ? error.errors.map(errorText).join("; ") : error.name;
}
