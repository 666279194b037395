import type { MetricFamily } from "./prom_client.ts";

/** A sample as prom-client returns it; its types lack the exemplar. */
type Sample = MetricFamily["values"][number] & {
  readonly metricName?: string;
  readonly exemplar?: Exemplar | null;
};

interface Exemplar {
  readonly labelSet: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Metrics in the text format of OpenMetrics 1.0, the only one with exemplars. */
export function openMetricsText(families: readonly MetricFamily[]): string {
  return `${families.map(familyText).join("")}# EOF\n`;
}

function familyText({ name, help, type, values }: MetricFamily): string {
  // The name of a counter lacks the suffix of its sample.
  const family = name.replace(/_total$/, "");
  const samples = (values as Sample[]).map((sample) => sampleText(name, sample));
  return `# TYPE ${family} ${type}\n# HELP ${family} ${escaped(help)}\n${samples.join("")}`;
}

function sampleText(family: string, { metricName = family, labels, value, exemplar }: Sample) {
  const text = `${metricName}${labelsText(labels)} ${valueText(value)}`;
  return exemplar ? `${text} # ${exemplarText(exemplar)}\n` : `${text}\n`;
}

function exemplarText({ labelSet, value, timestamp }: Exemplar): string {
  return `${labelsText(labelSet)} ${valueText(value)} ${timestamp}`;
}

function labelsText(labels: Readonly<Partial<Record<string, string | number>>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(`${value}`)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n");
}
