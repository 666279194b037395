import type { RequestLog } from "../../../domain/ports.ts";
import { isRecorded, traced, type Tracer } from "../../../domain/tracing.ts";

/**
 * Records how long an entry takes to become durable, with its wait for the batch before it. The
 * entry carries the span on to the topic and the database.
 */
export function traceRequestLog(log: RequestLog, tracer: Tracer | undefined): RequestLog {
  if (!tracer) return log;
  return {
    append: (entry) =>
      traced(
        tracer,
        {
          name: "record entry",
          kind: "internal",
          parent: entry.traceparent,
          attributes: { "mathcalculator.id": entry.id },
        },
        ({ traceparent }) => {
          const { traceparent: _, ...untraced } = entry;
          return log.append(isRecorded(traceparent) ? { ...entry, traceparent } : untraced);
        },
      ),
  };
}
