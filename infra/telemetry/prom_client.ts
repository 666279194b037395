import type * as client from "prom-client";
import counter from "prom-client/lib/counter.js";
import gauge from "prom-client/lib/gauge.js";
import histogram from "prom-client/lib/histogram.js";
import registry from "prom-client/lib/registry.js";

export type Counter<Label extends string = string> = client.Counter<Label>;
export type Gauge<Label extends string = string> = client.Gauge<Label>;
export type Histogram<Label extends string = string> = client.Histogram<Label>;
export type Registry = client.Registry;
/** A metric with all its samples. */
export type MetricFamily = client.MetricObjectWithValues<client.MetricValue<string>>;

// These modules have no types of their own. The index of the package would also load its default
// metrics and Node's cluster, which delays the start.
export const Counter: typeof client.Counter = counter;
export const Gauge: typeof client.Gauge = gauge;
export const Histogram: typeof client.Histogram = histogram;
export const Registry: typeof client.Registry = registry;
