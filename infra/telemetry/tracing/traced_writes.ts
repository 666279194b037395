import { traced, type Tracer } from "../../../domain/tracing.ts";
import type { WriteBatch } from "../../request_log/write_batch.ts";

export type TracedDestination = "topic" | "database";

/**
 * Records the writes of batches. A write belongs to the trace of its first entry and is linked to
 * those of the others. Without a tracer it returns the write itself, as the functions beside it do.
 */
export function traceWrites(
  write: WriteBatch,
  destination: TracedDestination,
  tracer: Tracer | undefined,
): WriteBatch {
  if (!tracer) return write;
  return (entries) => {
    const [parent, ...links] = entries.flatMap(({ traceparent }) => traceparent ?? []);
    const count = entries.length;
    const start = destination === "topic"
      ? {
        name: "send entries",
        kind: "producer" as const,
        attributes: { "messaging.system": "kafka", "messaging.batch.message_count": count },
      }
      : {
        name: "insert entries",
        kind: "internal" as const,
        attributes: { "db.operation.batch.size": count },
      };
    return traced(tracer, { ...start, parent, links }, () => write(entries));
  };
}
