import {
  type Attributes,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { ExportResultCode, parseTraceParent } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { errorText } from "../../../domain/error_text.ts";
import type { Span, SpanAttributes, SpanStart, Tracer } from "../../../domain/tracing.ts";
import type { TracingSettings } from "../../config/tracing_settings.ts";

const KINDS = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** A collector that does not answer must not delay a stop for longer. */
const EXPORT_TIMEOUT_MS = 2_000;

/** Spans wait this long for others, so that a trace is seen soon after its request. */
const EXPORT_AFTER_MS = 1_000;

export interface OpenTelemetryOptions extends TracingSettings {
  readonly version: string;
  /** Called after each export: with the error, or undefined if the collector accepted the spans. */
  readonly onExported: (error: unknown) => void;
}

export interface StoppableTracer extends Tracer {
  /** Sends the spans that have ended; resolves within about two seconds. */
  stop(): Promise<void>;
}

/** A tracer that sends spans to an OpenTelemetry collector over OTLP/HTTP, with protobuf. */
export function createOpenTelemetryTracer(options: OpenTelemetryOptions): StoppableTracer {
  const { url, headers, serviceName, resourceAttributes, sampler, version, onExported } = options;
  const exporter = new OTLPTraceExporter({
    url,
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.version": version,
      ...resourceAttributes,
      "service.name": serviceName,
    }),
    sampler: createSampler(sampler),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: observed(exporter, onExported),
        scheduledDelayMillis: EXPORT_AFTER_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer("mathcalculator", version);

  function startSpan({ name, kind, parent, links = [], attributes = {} }: SpanStart): Span {
    const parentContext = parent === undefined ? null : parseTraceParent(parent);
    const span = tracer.startSpan(
      name,
      {
        kind: KINDS[kind],
        attributes: defined(attributes),
        links: links.flatMap((link) => {
          const context = parseTraceParent(link);
          return context ? [{ context }] : [];
        }),
      },
      parentContext
        ? trace.setSpanContext(ROOT_CONTEXT, { ...parentContext, isRemote: true })
        : ROOT_CONTEXT,
    );
    return {
      traceparent: traceparentOf(span.spanContext()),
      end: ({ name: finalName, attributes: more = {}, error } = {}) => {
        if (finalName !== undefined) span.updateName(finalName);
        span.setAttributes(defined(more));
        if (error !== undefined) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: errorText(error) });
        }
        span.end();
      },
    };
  }

  return { startSpan, stop: () => provider.shutdown().catch(() => {}) };
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

function defined(attributes: SpanAttributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

function createSampler({ name, ratio }: TracingSettings["sampler"]): Sampler {
  const root = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  }[name.replace(/^parentbased_/, "") as "always_on" | "always_off" | "traceidratio"]();
  return name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
}

function observed(exporter: SpanExporter, onExported: (error: unknown) => void): SpanExporter {
  return {
    export: (spans, onResult) =>
      exporter.export(spans, (result) => {
        onExported(
          result.code === ExportResultCode.SUCCESS
            ? undefined
            : result.error ?? new Error("The collector refused spans"),
        );
        onResult(result);
      }),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}
