import type { Config, SamplerName } from "./config.ts";

/** The settings of OpenTelemetry, by its own variables. */
export type OtelConfig = Pick<Config, Extract<keyof Config, `otel${string}`>>;

/** Where spans are sent and which traces are recorded. */
export interface TracingSettings {
  /** Address of the collector's OTLP/HTTP receiver of traces. */
  readonly url: string;
  /** Sent with each export, such as credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly sampler: {
    readonly name: SamplerName;
    /** Share of the traces that begin here and are recorded, for the samplers with a ratio. */
    readonly ratio: number;
  };
}

/** The tracing that a configuration asks for; undefined if it is off. */
export function tracingSettings(config: OtelConfig): TracingSettings | undefined {
  const url = tracesUrl(config);
  if (url === undefined) return undefined;
  return {
    url,
    headers: config.otelHeaders ?? {},
    serviceName: config.otelServiceName,
    resourceAttributes: config.otelResourceAttributes,
    sampler: { name: config.otelSampler, ratio: config.otelSamplerRatio },
  };
}

/** The collector's receiver of traces; undefined if tracing is off. */
export function tracesUrl(
  { otelEndpoint, otelTracesEndpoint, otelDisabled }: Partial<OtelConfig>,
): string | undefined {
  if (otelDisabled) return undefined;
  return otelTracesEndpoint ?? (otelEndpoint && `${otelEndpoint}/v1/traces`);
}
