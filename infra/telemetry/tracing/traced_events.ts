import type { Span, Tracer } from "../../../domain/tracing.ts";
import type { HandleEvents, ReceivedEvent } from "../../events/event_topic.ts";

/** Records how long each received event takes to be stored, in the trace of its request. */
export function traceEvents(handle: HandleEvents, tracer: Tracer | undefined): HandleEvents {
  if (!tracer) return handle;
  return async (events, signal) => {
    const spans = events.flatMap((event) => event.traceparent ? [startSpan(event, tracer)] : []);
    try {
      await handle(events, signal);
      for (const span of spans) span.end();
    } catch (error) {
      for (const span of spans) span.end({ error });
      throw error;
    }
  };
}

function startSpan({ origin, traceparent }: ReceivedEvent, tracer: Tracer): Span {
  const [topic, partition, offset] = origin.split("/");
  return tracer.startSpan({
    name: `process ${topic}`,
    kind: "consumer",
    parent: traceparent,
    attributes: {
      "messaging.system": "kafka",
      "messaging.destination.name": topic,
      "messaging.destination.partition.id": partition,
      "messaging.kafka.offset": Number(offset),
    },
  });
}
