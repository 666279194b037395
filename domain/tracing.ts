/** A step of a trace: who asked for it and what it did. */
export interface SpanStart {
  readonly name: string;
  readonly kind: "server" | "internal" | "producer" | "consumer";
  /** W3C `traceparent` of the step that this one belongs to; without it a new trace begins. */
  readonly parent: string | undefined;
  /** W3C `traceparent` of other steps that this one serves too. */
  readonly links?: readonly string[];
  readonly attributes?: SpanAttributes;
}

/** Named as in OpenTelemetry's semantic conventions where they have a name. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanEnd {
  /** Replaces the name given at the start. */
  readonly name?: string;
  readonly attributes?: SpanAttributes;
  /** Marks the step as failed. */
  readonly error?: unknown;
}

export interface Span {
  /** W3C `traceparent` of this span, the parent of the steps within it. */
  readonly traceparent: string;
  end(end?: SpanEnd): void;
}

/** Records the steps of requests. Neither method throws. */
export interface Tracer {
  startSpan(start: SpanStart): Span;
}

/** The trace id in a `traceparent`: 32 hexadecimal digits. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

/** Whether the spans of a trace are kept. */
export function isRecorded(traceparent: string): boolean {
  return traceparent.endsWith("1");
}

/** Records a step that ends when the work does. */
export async function traced<Result>(
  tracer: Tracer,
  start: SpanStart,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = tracer.startSpan(start);
  try {
    const result = await work(span);
    span.end();
    return result;
  } catch (error) {
    span.end({ error });
    throw error;
  }
}
