import { OPEN_METRICS_TYPE, openMetricsText } from "./open_metrics.ts";
import { Counter, Gauge, Histogram, Registry } from "./prom_client.ts";

export type { Counter, Gauge, Histogram };

/** Prometheus' own text format, or that of OpenMetrics, which has exemplars. */
export type ExpositionFormat = "prometheus" | "openmetrics";

/** All metrics as text, and the content type. */
export interface Exposition {
  readonly body: string;
  readonly contentType: string;
}

export interface HistogramOptions<Label extends string> {
  readonly buckets: readonly number[];
  readonly labelNames?: readonly Label[];
}

/** A histogram whose buckets each remember the trace of one observation. */
export interface TracedHistogram<Label extends string> {
  /** The id of the trace is 32 hexadecimal digits; undefined if there is none. */
  observe(labels: Record<Label, string>, value: number, traceId: string | undefined): void;
}

/** Declares metrics. Each method registers one, whose name must not be in use. */
export interface MetricFactory {
  counter<Label extends string = never>(
    name: string,
    help: string,
    labelNames?: readonly Label[],
  ): Counter<Label>;
  gauge<Label extends string = never>(
    name: string,
    help: string,
    labelNames?: readonly Label[],
  ): Gauge<Label>;
  histogram<Label extends string = never>(
    name: string,
    help: string,
    options: HistogramOptions<Label>,
  ): Histogram<Label>;
  tracedHistogram<Label extends string = never>(
    name: string,
    help: string,
    options: HistogramOptions<Label>,
  ): TracedHistogram<Label>;
  /** A gauge without labels whose value is read at each scrape. */
  gaugeOf(name: string, help: string, read: () => number): void;
  /** A counter without labels whose value is read at each scrape. */
  counterOf(name: string, help: string, read: () => number): void;
  /** A gauge with one sample per entry, labelled with its key; entries are read at each scrape. */
  gaugesOf(
    name: string,
    help: string,
    label: string,
    read: () => Readonly<Record<string, number>>,
  ): void;
}

export interface MetricRegistry {
  readonly shown: MetricFactory;
  /** Declares metrics that can be updated but are never exposed. */
  readonly hidden: MetricFactory;
  expose(format: ExpositionFormat): Promise<Exposition>;
}

export function createMetricRegistry(): MetricRegistry {
  const registry = new Registry();
  return {
    shown: createFactory([registry]),
    hidden: createFactory([]),
    expose: async (format) =>
      format === "openmetrics"
        ? {
          body: openMetricsText(await registry.getMetricsAsJSON()),
          contentType: OPEN_METRICS_TYPE,
        }
        : { body: await registry.metrics(), contentType: registry.contentType },
  };
}

function createFactory(registers: Registry[]): MetricFactory {
  return {
    counter: (name, help, labelNames = []) => new Counter({ name, help, labelNames, registers }),

    gauge: (name, help, labelNames = []) => new Gauge({ name, help, labelNames, registers }),

    histogram: (name, help, { buckets, labelNames = [] }) =>
      new Histogram({ name, help, labelNames, buckets: [...buckets], registers }),

    tracedHistogram: (name, help, { buckets, labelNames = [] }) => {
      const histogram = new Histogram<string>({
        name,
        help,
        labelNames,
        buckets: [...buckets],
        enableExemplars: true,
        // Its constructor refuses a registry whose own format lacks exemplars.
        registers: [],
      });
      for (const registry of registers) registry.registerMetric(histogram);
      return {
        observe: (labels, value, traceId) =>
          histogram.observe({
            labels,
            value,
            ...(traceId !== undefined && { exemplarLabels: { trace_id: traceId } }),
          }),
      };
    },

    gaugeOf: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },

    counterOf: (name, help, read) => {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },

    gaugesOf: (name, help, label, read) => {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset();
          for (const [key, value] of Object.entries(read())) this.set({ [label]: key }, value);
        },
      });
    },
  };
}
