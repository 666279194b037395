import type { CalculationObserver, Health, RequestObserver } from "../../domain/ports.ts";
import { isRecorded, traceIdOf } from "../../domain/tracing.ts";
import type { CacheObserver } from "../cache/tiered.ts";
import type { EventsObserver } from "../events/events_observer.ts";
import type { Backlog } from "../events/backlog.ts";
import { type BatchObserver, FAILURE_CAUSES } from "../request_log/group_commit.ts";
import { VERSION } from "../version.ts";
import {
  createMetricRegistry,
  type Exposition,
  type ExpositionFormat,
  type Gauge,
  type MetricFactory,
} from "./registry.ts";
import type { ThrottleMetrics } from "./throttle_observer.ts";

/** Functions are called at each scrape. */
export interface MetricsOptions {
  readonly health: () => Pick<Health, "database" | "cache" | "events">;
  /** Undefined in a process without compute isolates. */
  readonly compute?: ComputeSource;
  /** Whether events are published or consumed; without them their metrics are not exposed. */
  readonly hasEvents: boolean;
  /** Number of log lines that were dropped because nobody read them; 0 by default. */
  readonly droppedLines?: (() => number) | undefined;
}

/** Load of the compute isolates. */
export interface ComputeSource {
  /** Calculations in the queue. */
  readonly waiting: () => number;
  /** Isolates that run a calculation. */
  readonly busy: () => number;
  /** All compute isolates, busy or idle. */
  readonly isolates: () => number;
}

type RecordObserver = Pick<BatchObserver, "onWritten" | "onNotRecorded">;

/** Every metric of the service, updated through the observers of its parts. */
export interface Metrics
  extends
    RequestObserver,
    ThrottleMetrics,
    RecordObserver,
    CacheObserver,
    CalculationObserver,
    EventsObserver {
  expose(format: ExpositionFormat): Promise<Exposition>;
  /** Records the delay of a timer, in seconds. */
  onTimerLate(seconds: number): void;
  /** Records by how many seconds the clock is ahead of the database's. */
  onClockSkew(seconds: number): void;
}

/** Upper bounds of histogram buckets, in seconds. */
const LATENCIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const BATCH_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5];
const WRITE_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/** Upper bounds of histogram buckets, in the unit of the metric. */
const BATCH_ENTRIES = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const RESULT_DIGITS = [10, 100, 1e3, 1e4, 1e5, 1e6, 1e7];

/** Values of the label `method`. A client may send any method: all others are "other". */
const METHODS: ReadonlySet<string> = new Set(
  ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
);

/** Creates all metrics in a new registry. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { health, compute, hasEvents, droppedLines = () => 0 } = options;
  const registry = createMetricRegistry();
  const { shown, hidden } = registry;
  if (compute) declareCompute(shown, compute);
  declareHealth(shown, health);
  declareProcess(shown);
  shown.counterOf(
    "log_lines_dropped_total",
    "Lines of the application log that were dropped because standard output did not accept them",
    droppedLines,
  );
  return {
    ...requestMetrics(shown),
    ...throttleMetrics(shown),
    ...calculationMetrics(shown),
    ...requestLogMetrics(shown),
    ...eventMetrics(hasEvents ? shown : hidden),
    ...eventLoopMetrics(shown),
    ...clockMetrics(shown),
    expose: registry.expose,
  };
}

function requestMetrics({ counter, tracedHistogram }: MetricFactory): RequestObserver {
  const requests = counter(
    "http_requests_total",
    "HTTP responses, by route, method and status class",
    ["handler", "method", "status"],
  );
  const durations = tracedHistogram(
    "http_request_duration_seconds",
    "Time from the arrival of a request to its response, in seconds",
    { labelNames: ["handler", "method"], buckets: LATENCIES },
  );
  return {
    onAnswered: ({ handler, method: given, status, seconds, traceparent }) => {
      const method = METHODS.has(given) ? given : "other";
      requests.inc({ handler, method, status: `${Math.floor(status / 100)}xx` });
      durations.observe({ handler, method }, seconds, recordedTraceId(traceparent));
    },
  };
}

function throttleMetrics({ counter }: MetricFactory): ThrottleMetrics {
  const throttled = counter(
    "http_requests_throttled_total",
    "Requests and new connections that were delayed or rejected because their client asked for more than ADDRESS_RATE",
    ["outcome"],
  );
  return { onThrottled: (outcome) => throttled.inc({ outcome }) };
}

function recordedTraceId(traceparent: string | undefined): string | undefined {
  return traceparent && isRecorded(traceparent) ? traceIdOf(traceparent) : undefined;
}

function calculationMetrics(
  { counter, histogram }: MetricFactory,
): CalculationObserver & CacheObserver {
  const calculations = counter(
    "calculations_total",
    "Calculations, by operation and outcome",
    ["operation", "outcome"],
  );
  const digits = histogram(
    "calculation_result_digits",
    "Number of digits of exact results",
    { labelNames: ["operation"], buckets: RESULT_DIGITS },
  );
  const lookUps = counter(
    "cache_lookups_total",
    "Result cache lookups, by result and by the cache level of a hit",
    ["result", "level"],
  );
  return {
    onFinished: ({ operation, outcome, digits: resultDigits }) => {
      calculations.inc({ operation, outcome });
      if (resultDigits !== undefined) digits.observe({ operation }, resultDigits);
    },
    onLookUp: (level) =>
      lookUps.inc({ result: level === undefined ? "miss" : "hit", level: level ?? "none" }),
  };
}

function requestLogMetrics({ counter, histogram }: MetricFactory): RecordObserver {
  const sizes = histogram(
    "request_log_batch_entries",
    "Number of entries in a batch of the request log",
    { buckets: BATCH_ENTRIES },
  );
  const durations = histogram(
    "request_log_batch_seconds",
    "Time until a batch of the request log was durable or had failed, in seconds",
    { buckets: BATCH_SECONDS },
  );
  const failures = counter(
    "request_log_batch_failures_total",
    "Batches of the request log that could not be written",
  );
  const unrecorded = counter(
    "request_log_unrecorded_entries_total",
    "Entries that could not be recorded and whose calculations were refused, by cause",
    ["cause"],
  );
  // increase() misses the first increment of a series that did not exist before.
  for (const cause of FAILURE_CAUSES) unrecorded.inc({ cause }, 0);
  return {
    onWritten: ({ entries, seconds, error }) => {
      sizes.observe(entries);
      durations.observe(seconds);
      if (error !== undefined) failures.inc();
    },
    onNotRecorded: ({ entries, cause }) => unrecorded.inc({ cause }, entries),
  };
}

function eventMetrics({ counter, gauge, histogram }: MetricFactory): EventsObserver {
  const writes = histogram(
    "request_log_write_seconds",
    "Time until the topic or the database accepted, rejected or failed a batch, in seconds",
    { labelNames: ["destination", "outcome"], buckets: WRITE_SECONDS },
  );
  const unpublished = gauge(
    "request_log_unpublished_entries",
    "Entries in the database that are not yet on the topic, counted up to 100,000, by every process " +
      "for all of them; absent while unknown",
  );
  const oldest = gauge(
    "request_log_unpublished_oldest_seconds",
    "Age of the oldest entry that is not yet on the topic, 0 if there is none; absent while unknown",
  );
  const kafkaUp = gauge("kafka_up", "1 while the topic accepts events, otherwise 0");
  const lag = gauge(
    "events_consumer_lag",
    "Events on the topic that are not yet in the database, reported by every consumer for the whole " +
      "group; absent while unknown",
  );
  for (const number of [unpublished, oldest, lag]) number.remove();
  const consumed = counter(
    "events_consumed_total",
    "Events read from the topic and then stored or dead-lettered",
  );
  const stored = counter(
    "events_stored_total",
    "Events read from the topic and stored in the database",
  );
  const deadLettered = counter(
    "events_dead_lettered_total",
    "Events sent to the dead-letter topic because they could not be stored or published",
  );
  const deleted = counter(
    "events_deleted_total",
    "Events that Kafka deleted before this process could read them",
  );
  return {
    onBatchWritten: ({ destination, outcome, seconds }) =>
      writes.observe({ destination, outcome }, seconds),
    onTopicUp: (isUp) => kafkaUp.set(Number(isUp)),
    onBacklog: (backlog) => {
      setOrRemove(unpublished, backlog?.entries);
      setOrRemove(oldest, backlog && ageOf(backlog));
    },
    onLag: (events) => setOrRemove(lag, events),
    onConsumed: (events) => consumed.inc(events),
    onStored: (events) => stored.inc(events),
    onDeadLettered: (events) => deadLettered.inc(events),
    onDeleted: (events) => deleted.inc(events),
  };
}

function ageOf({ oldest }: Backlog): number {
  return oldest === undefined ? 0 : Math.max(0, (Date.now() - oldest) / 1_000);
}

function setOrRemove(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}

function clockMetrics({ gauge }: MetricFactory): Pick<Metrics, "onClockSkew"> {
  const skew = gauge(
    "clock_skew_seconds",
    "Seconds by which the clock is ahead of that of Postgres; absent while unknown",
  );
  skew.remove();
  return { onClockSkew: (seconds) => skew.set(seconds) };
}

function eventLoopMetrics({ gauge }: MetricFactory): Pick<Metrics, "onTimerLate"> {
  const delay = gauge(
    "event_loop_delay_seconds",
    "Delay of the latest timer of the server isolate, in seconds",
  );
  return { onTimerLate: (seconds) => delay.set(seconds) };
}

function declareCompute({ gaugeOf }: MetricFactory, compute: ComputeSource): void {
  gaugeOf("compute_queue_depth", "Calculations that wait for a compute isolate", compute.waiting);
  gaugeOf("compute_busy_isolates", "Compute isolates that run a calculation", compute.busy);
  gaugeOf("compute_isolates", "Compute isolates, busy or idle", compute.isolates);
}

function declareHealth({ gaugesOf }: MetricFactory, health: MetricsOptions["health"]): void {
  gaugesOf(
    "health_check_ok",
    "1 while a check of /health is ok, 0 while it is failing; absent while it is off",
    "check",
    () => {
      const { database, cache, events } = health();
      const states = Object.entries({ database, cache, events });
      return Object.fromEntries(
        states.filter(([, state]) => state !== "off")
          .map(([check, state]) => [check, Number(state === "ok")]),
      );
    },
  );
}

function declareProcess({ gauge, gaugeOf, counterOf }: MetricFactory): void {
  const memory = Deno.memoryUsage;
  gaugeOf(
    "process_resident_memory_bytes",
    "Resident memory of the process, in bytes",
    () => memory().rss,
  );
  gaugeOf(
    "heap_used_bytes",
    "Heap used by objects of the server isolate, in bytes",
    () => memory().heapUsed,
  );
  gaugeOf(
    "heap_total_bytes",
    "Heap allocated by the server isolate, in bytes",
    () => memory().heapTotal,
  );
  gaugeOf(
    "external_memory_bytes",
    "Memory outside the heap held by objects of the server isolate, such as long results, in bytes",
    () => memory().external,
  );
  counterOf(
    "process_cpu_seconds_total",
    "CPU time of the process, all isolates together, in seconds",
    cpuSeconds,
  );
  gauge("process_start_time_seconds", "Start time of the process, in seconds since 1970")
    .set(performance.timeOrigin / 1000);
  gauge("build_info", "1, labelled with the version of the program", ["version"])
    .set({ version: VERSION }, 1);
}

function cpuSeconds(): number {
  const { user, system } = globalThis.process.cpuUsage();
  return (user + system) / 1e6;
}
