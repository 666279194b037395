import assert from "node:assert/strict";
import project from "../../../deno.json" with { type: "json" };
import { createMetrics, type Metrics } from "../../../infra/telemetry/metrics.ts";
import { type Family, parseExposition } from "./exposition.ts";

function createFixture(): Metrics {
  return createMetrics({
    health: () => ({ database: "ok", cache: "failing", events: "off" }),
    compute: { waiting: () => 3, busy: () => 2, isolates: () => 4 },
    hasEvents: true,
  });
}

async function scrape(metrics: Metrics): Promise<Map<string, Family>> {
  const { body, contentType } = await metrics.expose("prometheus");
  assert.equal(contentType, "text/plain; version=0.0.4; charset=utf-8");
  return new Map(parseExposition(body).map((family) => [family.name, family]));
}

function request(members: { method?: string; handler?: string; status?: number } = {}) {
  return {
    requestId: "request-1",
    method: "GET",
    handler: "/health",
    status: 200,
    sentStatus: 200,
    seconds: 0.003,
    userId: "user-1",
    error: undefined,
    ...members,
  };
}

/** Values of a family's samples, keyed by their label values joined with spaces. */
function values(family: Family | undefined, name = family?.name): Record<string, number> {
  const samples = family!.samples.filter((sample) => sample.name === name);
  return Object.fromEntries(
    samples.map(({ labels, value }) => [Object.values(labels).join(" "), value]),
  );
}

Deno.test("requests are counted and timed by route, method and status class", async () => {
  const metrics = createFixture();
  metrics.onAnswered(request());
  metrics.onAnswered(request({ status: 204 }));
  metrics.onAnswered(request({ status: 503 }));
  metrics.onAnswered(request({ method: "POST", handler: "/factorial", status: 422 }));
  const families = await scrape(metrics);
  assert.deepEqual(values(families.get("http_requests_total")), {
    "/health GET 2xx": 2,
    "/health GET 5xx": 1,
    "/factorial POST 4xx": 1,
  });
  const durations = families.get("http_request_duration_seconds");
  assert.deepEqual(values(durations, "http_request_duration_seconds_count"), {
    "/health GET": 3,
    "/factorial POST": 1,
  });
  const buckets = values(durations, "http_request_duration_seconds_bucket");
  assert.equal(buckets["0.0025 /health GET"], 0);
  assert.equal(buckets["0.005 /health GET"], 3);
  assert.equal(buckets["+Inf /health GET"], 3);
});

Deno.test("OpenMetrics has the same samples, and the recorded traces of requests", async () => {
  const metrics = createFixture();
  const traceparent = (id: string, flags: string) =>
    `00-${id.repeat(32)}-00f067aa0ba902b7-${flags}`;
  metrics.onAnswered({ ...request(), seconds: 0.003, traceparent: traceparent("a", "01") });
  metrics.onAnswered({ ...request(), seconds: 0.3, traceparent: traceparent("b", "00") });
  metrics.onAnswered({ ...request(), seconds: 60 });
  const { body: plain } = await metrics.expose("prometheus");
  const { body, contentType } = await metrics.expose("openmetrics");
  assert.equal(contentType, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  assert.ok(body.endsWith("\n# EOF\n"));

  const exemplars = body.split("\n").filter((line) => line.includes(" # "));
  assert.equal(exemplars.length, 1);
  assert.match(
    exemplars[0]!,
    /^http_request_duration_seconds_bucket\{le="0.005",.*\} 1 # \{trace_id="a{32}"\} 0.003 \d+/,
  );
  const names = (text: string) =>
    text.split("\n").filter((line) => /^\w/.test(line)).map((line) => line.split(" ")[0]);
  assert.deepEqual(names(body), names(plain));
  assert.ok(!plain.includes(" # {"));
});

Deno.test("every counter has the suffix that OpenMetrics requires", async () => {
  const families = [...(await scrape(createFixture())).values()];
  for (const { name, type } of families) assert.equal(name.endsWith("_total"), type === "counter");
});

Deno.test("calculations, digits, cache lookups and batches are counted", async () => {
  const metrics = createFixture();
  metrics.onFinished({ operation: "factorial", outcome: "ok", digits: 19 });
  metrics.onFinished({ operation: "factorial", outcome: "ok", digits: 2_000 });
  metrics.onFinished({ operation: "pow", outcome: "refused" });
  for (const level of ["memory", "redis", "memory", undefined]) metrics.onLookUp(level);
  metrics.onWritten({ entries: 7, seconds: 0.004 });
  metrics.onWritten({ entries: 2, seconds: 0.2, error: new Error("disk full") });
  metrics.onNotRecorded({ entries: 2, cause: "unavailable" });
  metrics.onTimerLate(0.25);
  const families = await scrape(metrics);
  assert.deepEqual(values(families.get("calculations_total")), {
    "factorial ok": 2,
    "pow refused": 1,
  });
  const digits = families.get("calculation_result_digits");
  assert.deepEqual(values(digits, "calculation_result_digits_sum"), { factorial: 2_019 });
  assert.deepEqual(values(families.get("cache_lookups_total")), {
    "hit memory": 2,
    "hit redis": 1,
    "miss none": 1,
  });
  const sizes = families.get("request_log_batch_entries");
  assert.deepEqual(values(sizes, "request_log_batch_entries_sum"), { "": 9 });
  const times = families.get("request_log_batch_seconds");
  assert.deepEqual(values(times, "request_log_batch_seconds_count"), { "": 2 });
  assert.deepEqual(values(families.get("request_log_batch_failures_total")), { "": 1 });
  assert.deepEqual(values(families.get("request_log_unrecorded_entries_total")), {
    unavailable: 2,
    rejected: 0,
    overloaded: 0,
  });
  assert.deepEqual(values(families.get("event_loop_delay_seconds")), { "": 0.25 });
});

Deno.test("queue depth, isolates and memory are read at each scrape", async () => {
  const families = await scrape(createFixture());
  assert.deepEqual(values(families.get("compute_queue_depth")), { "": 3 });
  assert.deepEqual(values(families.get("compute_busy_isolates")), { "": 2 });
  assert.deepEqual(values(families.get("compute_isolates")), { "": 4 });
  assert.ok(values(families.get("process_resident_memory_bytes"))[""]! > 2 ** 20);
  const used = values(families.get("heap_used_bytes"))[""]!;
  assert.ok(used > 2 ** 20 && used <= values(families.get("heap_total_bytes"))[""]!);
  assert.ok(values(families.get("external_memory_bytes"))[""]! > 0);
  const started = values(families.get("process_start_time_seconds"))[""]!;
  assert.ok(started > 1.7e9 && started <= Date.now() / 1_000);
});

Deno.test("CPU time is counted from the start of the process", async () => {
  const metrics = createFixture();
  const seconds = async () => values((await scrape(metrics)).get("process_cpu_seconds_total"))[""]!;
  const before = await seconds();
  assert.ok(before > 0);
  assert.ok(await seconds() >= before);
});

Deno.test("checks of /health that are not off are exposed, as is the version", async () => {
  const families = await scrape(createFixture());
  assert.deepEqual(values(families.get("health_check_ok")), { database: 1, cache: 0 });
  assert.deepEqual(values(families.get("build_info")), { [project.version]: 1 });
});

Deno.test("clients cannot create label values", async () => {
  const metrics = createFixture();
  const before = (await metrics.expose("prometheus")).body.split("\n").length;
  for (let i = 0; i < 50; i++) {
    metrics.onAnswered(request({ method: `METHOD${i}`, handler: "none", status: 405 }));
  }
  const families = await scrape(metrics);
  assert.deepEqual(values(families.get("http_requests_total")), { "none other 4xx": 50 });
  assert.ok((await metrics.expose("prometheus")).body.split("\n").length < before + 30);
  const labels = [...families.values()].flatMap(({ samples }) =>
    samples.flatMap((sample) => Object.keys(sample.labels))
  );
  const allowed = [
    "cause",
    "check",
    "handler",
    "le",
    "level",
    "method",
    "operation",
    "outcome",
    "result",
    "status",
    "version",
  ];
  assert.deepEqual(allowed, [...new Set([...labels, ...allowed])].sort());
});

Deno.test("two instances of the metrics do not share counts", async () => {
  const [one, other] = [createFixture(), createFixture()];
  one.onAnswered(request());
  assert.deepEqual(values((await scrape(other)).get("http_requests_total")), {});
});

Deno.test("writes to each destination, events and the consumer's lag are exposed", async () => {
  const metrics = createFixture();
  metrics.onBatchWritten({ destination: "topic", outcome: "failed", seconds: 0.25 });
  metrics.onBatchWritten({ destination: "database", outcome: "rejected", seconds: 0.01 });
  metrics.onTopicUp(true);
  metrics.onBacklog({ entries: 7, oldest: undefined });
  metrics.onLag(12);
  metrics.onConsumed(100);
  metrics.onStored(99);
  metrics.onDeadLettered(1);
  const families = await scrape(metrics);
  const writes = families.get("request_log_write_seconds");
  assert.deepEqual(values(writes, "request_log_write_seconds_count"), {
    "topic failed": 1,
    "database rejected": 1,
  });
  const single = {
    kafka_up: 1,
    request_log_unpublished_entries: 7,
    request_log_unpublished_oldest_seconds: 0,
    events_consumer_lag: 12,
    events_consumed_total: 100,
    events_stored_total: 99,
    events_dead_lettered_total: 1,
  };
  for (const [name, value] of Object.entries(single)) {
    assert.deepEqual(Object.values(values(families.get(name))), [value], name);
  }
});

Deno.test("a gauge whose value is unknown is absent", async () => {
  const metrics = createFixture();
  const gauges = {
    events_consumer_lag: metrics.onLag,
    request_log_unpublished_entries: (entries: number | undefined) =>
      metrics.onBacklog(entries === undefined ? undefined : { entries, oldest: undefined }),
  };
  for (const [name, set] of Object.entries(gauges)) {
    const shown = async () => Object.values(values((await scrape(metrics)).get(name)));
    assert.deepEqual(await shown(), []);
    set(3);
    assert.deepEqual(await shown(), [3]);
    set(undefined);
    assert.deepEqual(await shown(), []);
  }
});

Deno.test("the age of the backlog is that of its oldest entry", async () => {
  const metrics = createFixture();
  const name = "request_log_unpublished_oldest_seconds";
  const shown = async () => Object.values(values((await scrape(metrics)).get(name)));
  assert.deepEqual(await shown(), []);
  metrics.onBacklog({ entries: 1, oldest: Date.now() - 3_600_000 });
  const [seconds] = await shown();
  assert.ok(Number(seconds) >= 3_600 && Number(seconds) < 7_200, `${seconds}`);
  metrics.onBacklog(undefined);
  assert.deepEqual(await shown(), []);
});

Deno.test("a process without events does not expose their metrics", async () => {
  const metrics = createMetrics({
    health: () => ({ database: "ok", cache: "off", events: "off" }),
    hasEvents: false,
  });
  metrics.onTopicUp(true);
  metrics.onBatchWritten({ destination: "topic", outcome: "ok", seconds: 0.01 });
  const names = [...(await scrape(metrics)).keys()];
  assert.deepEqual(names.filter((name) => /kafka|events|_write_|unpublished/.test(name)), []);
});
