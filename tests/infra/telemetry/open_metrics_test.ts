import assert from "node:assert/strict";
import { openMetricsText } from "../../../infra/telemetry/open_metrics.ts";
import type { MetricFamily } from "../../../infra/telemetry/prom_client.ts";

function family(members: unknown): MetricFamily {
  return members as MetricFamily;
}

Deno.test("openMetricsText() names a counter without the suffix of its sample", () => {
  const requests = family({
    name: "requests_total",
    help: 'Requests, "all" of\nthem \\',
    type: "counter",
    values: [{ labels: { path: 'a"b' }, value: 3 }],
  });
  assert.equal(
    openMetricsText([requests]),
    `# TYPE requests counter
# HELP requests Requests, \\"all\\" of\\nthem \\\\
requests_total{path="a\\"b"} 3
# EOF
`,
  );
});

Deno.test("openMetricsText() adds exemplars to the buckets that have one", () => {
  const seconds = family({
    name: "seconds",
    help: "Seconds",
    type: "histogram",
    values: [
      { metricName: "seconds_bucket", labels: { le: 0.5 }, value: 1, exemplar: null },
      {
        metricName: "seconds_bucket",
        labels: { le: "+Inf" },
        value: 2,
        exemplar: { labelSet: { trace_id: "4bf9" }, value: 0.75, timestamp: 1700000000.5 },
      },
      { metricName: "seconds_count", labels: {}, value: 2 },
    ],
  });
  assert.equal(
    openMetricsText([seconds]),
    `# TYPE seconds histogram
# HELP seconds Seconds
seconds_bucket{le="0.5"} 1
seconds_bucket{le="+Inf"} 2 # {trace_id="4bf9"} 0.75 1700000000.5
seconds_count 2
# EOF
`,
  );
});

Deno.test("openMetricsText() writes numbers that are not finite", () => {
  const values = [Infinity, -Infinity, NaN].map((value) => ({ labels: {}, value }));
  const text = openMetricsText([family({ name: "g", help: "G", type: "gauge", values })]);
  assert.deepEqual(text.split("\n").slice(2, 5), ["g +Inf", "g -Inf", "g NaN"]);
});
