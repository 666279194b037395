import assert from "node:assert/strict";
import { installed } from "../../testing/installed.ts";
import { startProgram } from "../../testing/program.ts";
import { startPrometheus } from "../../testing/prometheus.ts";
import { until } from "../../testing/until.ts";

const PROMETHEUS = installed("prometheus");
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const HISTOGRAM = "http_request_duration_seconds";

Deno.test({
  name: "Prometheus stores the trace of a request as an exemplar of its latency",
  ignore: PROMETHEUS === undefined,
  fn: async () => {
    // Nothing listens there: exemplars do not need the collector.
    await using program = await startProgram({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" },
    });
    await using prometheus = await startPrometheus(PROMETHEUS!, {
      scrape_configs: [{
        job_name: "api",
        scrape_interval: "500ms",
        scrape_timeout: "500ms",
        static_configs: [{ targets: [new URL(program.address).host] }],
      }],
    });
    const response = await fetch(`${program.address}/health`, {
      headers: { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` },
    });
    await response.body?.cancel();

    const found = await until("the exemplar is stored", async () => {
      const path = `query_exemplars?query=${HISTOGRAM}_bucket&start=0&end=${Date.now() / 1e3 + 60}`;
      const series = await prometheus.get(path);
      return series.find(({ seriesLabels }: { seriesLabels: Record<string, string> }) =>
        seriesLabels.handler === "/health"
      );
    });
    assert.deepEqual(found.exemplars.map(({ labels }: { labels: unknown }) => labels), [
      { trace_id: TRACE },
    ]);
    const [type] = Object.values(await prometheus.get(`metadata?metric=${HISTOGRAM}`)) as [
      [{ type: string }],
    ];
    assert.equal(type[0].type, "histogram");
    const rate = await prometheus.query(`sum(${HISTOGRAM}_count{handler="/health"})`);
    assert.deepEqual(rate, [1]);
  },
});
