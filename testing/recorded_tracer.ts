import type { SpanEnd, SpanStart, Tracer } from "../domain/tracing.ts";

/** A span as it was started, and as it ended, if it did. */
export interface RecordedSpan extends SpanStart {
  readonly traceparent: string;
  end?: SpanEnd;
}

/** A tracer that keeps its spans. */
export function createRecordedTracer(): Tracer & { readonly spans: readonly RecordedSpan[] } {
  const spans: RecordedSpan[] = [];
  return {
    spans,
    startSpan(start) {
      const id = String(spans.length + 1).padStart(16, "0");
      const traceId = start.parent?.slice(3, 35) ?? id.padStart(32, "a");
      const span: RecordedSpan = { ...start, traceparent: `00-${traceId}-${id}-01` };
      spans.push(span);
      return {
        traceparent: span.traceparent,
        end: (end = {}) => {
          span.end = end;
        },
      };
    },
  };
}
