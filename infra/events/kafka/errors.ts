import { errorText } from "../../../domain/error_text.ts";
import { PermanentError } from "../../request_log/permanent_error.ts";

/** Error types of records that a broker rejects for good. */
const PERMANENT_TYPES: ReadonlySet<string> = new Set([
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_RECORD",
  "INVALID_TIMESTAMP",
]);

/** kafkajs reads from the reply, which is null if every broker that it asked has failed. */
const MISSING_REPLY = /^Cannot (?=.*\bnull\b).*'(topicMetadata|brokers|coordinator|host)'/;

const DENIED_ADDRESS = /Requires net access to "([^"]+)"/;

/** Converts an error of kafkajs: a PermanentError if a retry is pointless. */
export function translateError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(errorText(error));
  const address = DENIED_ADDRESS.exec(error.message)?.[1];
  if (address !== undefined) {
    return new Error(
      `Kafka advertises ${address}, which is not in KAFKA_BROKERS: add it to KAFKA_ALLOW`,
    );
  }
  if (error instanceof TypeError && MISSING_REPLY.test(error.message)) {
    return new Error("No broker of Kafka has replied", { cause: error });
  }
  const type = typeOf(error);
  if (type === undefined || !PERMANENT_TYPES.has(type)) return error;
  return new PermanentError(`Kafka rejected the records: ${error.message}`, { cause: error });
}

/** Whether a topic does not exist. */
export function isUnknownTopic(error: unknown): boolean {
  return typeOf(error) === "UNKNOWN_TOPIC_OR_PARTITION";
}

/** The protocol's name of the broker's error; undefined if no broker replied. */
function typeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("type" in cause && typeof cause.type === "string") return cause.type;
  }
  return undefined;
}
