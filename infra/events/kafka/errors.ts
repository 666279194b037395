import { errorText } from "../../../domain/error_text.ts";
import { PermanentError } from "../../request_log/permanent_error.ts";

/** What a broker says of records that it would refuse again. */
const REFUSALS: ReadonlySet<string> = new Set([
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_RECORD",
  "INVALID_TIMESTAMP",
]);

const DENIED = /Requires net access to "([^"]+)"/;

/** The client's error as the rest of the program understands it. */
export function translateError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(errorText(error));
  const address = DENIED.exec(error.message)?.[1];
  if (address !== undefined) {
    return new Error(
      `Kafka advertises ${address}, which is not in KAFKA_BROKERS: add it to KAFKA_ALLOW`,
    );
  }
  const type = typeOf(error);
  if (type === undefined || !REFUSALS.has(type)) return error;
  return new PermanentError(`Kafka refuses it: ${error.message}`, { cause: error });
}

/** Whether the brokers do not know a topic. */
export function isUnknownTopic(error: unknown): boolean {
  return typeOf(error) === "UNKNOWN_TOPIC_OR_PARTITION";
}

/** What the broker answered, in the protocol's words, if it did. */
function typeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("type" in cause && typeof cause.type === "string") return cause.type;
  }
  return undefined;
}
