import process from "node:process";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { CalculationObserver, Health, RequestObserver } from "../../domain/ports.ts";
import type { CacheObserver } from "../cache/tiered.ts";
import type { EventsObserver } from "../events/events_observer.ts";
import { type BatchObserver, FAILURE_CAUSES } from "../request_log/group_commit.ts";
import { VERSION } from "../version.ts";

/** What is read at the moment of a scrape, where there is such a thing. */
export interface MetricSources {
  readonly computeWaiting?: () => number;
  readonly computeBusy?: () => number;
  readonly computeIsolates?: () => number;
  readonly health: () => Pick<Health, "database" | "cache" | "events">;
}

type RecordObserver = Pick<BatchObserver, "onWritten" | "onNotRecorded">;

export interface Metrics
  extends RequestObserver, RecordObserver, CacheObserver, CalculationObserver, EventsObserver {
  /** The exposition text and its content type. */
  expose(): Promise<{ readonly body: string; readonly contentType: string }>;
  /** Tells how late a timer was, in seconds. */
  onTimerLate(seconds: number): void;
}

const LATENCY_BUCKETS = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
  30,
];

/** Clients may send any method: the others count as one. */
const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** Every metric of the service; those of events only where there are any. */
export function createMetrics(sources: MetricSources, hasEvents: boolean): Metrics {
  const registry = new Registry();
  const registers = [registry];
  readCompute(sources, registers);
  readHealth(sources, registers);
  readProcess(registers);
  return {
    ...countRequests(registers),
    ...countCalculations(registers),
    ...countBatches(registers),
    ...countEvents(hasEvents ? registers : []),
    ...watchEventLoop(registers),
    expose: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  };
}

function countRequests(registers: Registry[]): RequestObserver {
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests answered, by route, method and status class",
    labelNames: ["handler", "method", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Seconds from a request's arrival to its answer",
    labelNames: ["handler", "method"],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  return {
    onAnswered: ({ handler, method: given, status, seconds }) => {
      const method = METHODS.has(given) ? given : "other";
      requests.inc({ handler, method, status: `${Math.floor(status / 100)}xx` });
      durations.observe({ handler, method }, seconds);
    },
  };
}

function countCalculations(registers: Registry[]): CalculationObserver & CacheObserver {
  const calculations = new Counter({
    name: "calculations_total",
    help: "Calculations by operation and outcome",
    labelNames: ["operation", "outcome"],
    registers,
  });
  const digits = new Histogram({
    name: "calculation_result_digits",
    help: "Digits of exact results",
    labelNames: ["operation"],
    buckets: [10, 100, 1e3, 1e4, 1e5, 1e6, 1e7],
    registers,
  });
  const lookUps = new Counter({
    name: "cache_lookups_total",
    help: "Questions looked up in the result cache, by the level that had the answer",
    labelNames: ["result", "level"],
    registers,
  });
  return {
    onFinished: (operation, outcome, resultDigits) => {
      calculations.inc({ operation, outcome });
      if (resultDigits !== null) digits.observe({ operation }, resultDigits);
    },
    onLookUp: (level) =>
      lookUps.inc({ result: level === undefined ? "miss" : "hit", level: level ?? "none" }),
  };
}

function countBatches(registers: Registry[]): RecordObserver {
  const sizes = new Histogram({
    name: "request_log_batch_entries",
    help: "Entries written to the request log together",
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  });
  const times = new Histogram({
    name: "request_log_batch_seconds",
    help: "Seconds until a batch of entries was durable",
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const failures = new Counter({
    name: "request_log_batch_failures_total",
    help: "Batches that could not be recorded",
    registers,
  });
  const notRecorded = new Counter({
    name: "request_log_refused_entries_total",
    help: "Entries that could not be recorded, and whose answers were refused, by cause",
    labelNames: ["cause"],
    registers,
  });
  // An increase can be seen only of what has been there before.
  for (const cause of FAILURE_CAUSES) notRecorded.inc({ cause }, 0);
  return {
    onWritten: ({ entries, seconds, error }) => {
      sizes.observe(entries);
      times.observe(seconds);
      if (error !== undefined) failures.inc();
    },
    onNotRecorded: ({ entries, cause }) => notRecorded.inc({ cause }, entries),
  };
}

function countEvents(registers: Registry[]): EventsObserver {
  const placeTimes = new Histogram({
    name: "request_log_place_seconds",
    help: "Seconds until the topic or the database had taken or refused a batch",
    labelNames: ["place", "outcome"],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  });
  const unpublished = new Gauge({
    name: "request_log_unpublished_entries",
    help: "Entries in the database and not yet on the topic; left out while that is not known",
    registers,
  });
  const topicUp = new Gauge({
    name: "kafka_up",
    help: "1 while the topic takes events, otherwise 0",
    registers,
  });
  const lag = new Gauge({
    name: "events_consumer_lag",
    help: "Events on the topic that are not yet in the database; left out while that is not known",
    registers,
  });
  for (const gauge of [unpublished, lag]) gauge.remove();
  const consumed = new Counter({
    name: "events_consumed_total",
    help: "Events read from the topic and dealt with",
    registers,
  });
  const stored = new Counter({
    name: "events_stored_total",
    help: "Events of the topic that the database has taken",
    registers,
  });
  const deadLettered = new Counter({
    name: "events_dead_lettered_total",
    help: "Events set aside because they can be neither stored nor published",
    registers,
  });
  return {
    onBatchWritten: ({ destination, outcome, seconds }) =>
      placeTimes.observe({ place: destination, outcome }, seconds),
    onTopicUp: (isUp) => topicUp.set(Number(isUp)),
    onUnpublished: (entries) => show(unpublished, entries),
    onLag: (events) => show(lag, events),
    onConsumed: (events) => consumed.inc(events),
    onStored: (events) => stored.inc(events),
    onDeadLettered: (events) => deadLettered.inc(events),
  };
}

/** Leaves a gauge out while its value is not known. */
function show(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}

function watchEventLoop(registers: Registry[]): Pick<Metrics, "onTimerLate"> {
  const delay = new Gauge({
    name: "event_loop_delay_seconds",
    help: "How late a timer of the server isolate was last",
    registers,
  });
  return { onTimerLate: (seconds) => delay.set(seconds) };
}

function readCompute(sources: MetricSources, registers: Registry[]): void {
  const { computeWaiting, computeBusy, computeIsolates } = sources;
  readGauges(registers, [
    ["compute_queue_depth", "Calculations that wait for a compute isolate", computeWaiting],
    ["compute_busy_isolates", "Compute isolates at work", computeBusy],
    ["compute_isolates", "Compute isolates, at work or not", computeIsolates],
  ]);
}

function readHealth({ health }: MetricSources, registers: Registry[]): void {
  new Gauge({
    name: "health_check_ok",
    help: "Whether a check of /health is ok; those that are off are left out",
    labelNames: ["check"],
    registers,
    collect() {
      this.reset();
      const { database, cache, events } = health();
      for (const [check, state] of Object.entries({ database, cache, events })) {
        if (state !== "off") this.set({ check }, Number(state === "ok"));
      }
    },
  });
}

function readProcess(registers: Registry[]): void {
  readGauges(registers, [
    [
      "process_resident_memory_bytes",
      "Resident memory of the process",
      () => Deno.memoryUsage().rss,
    ],
    [
      "heap_used_bytes",
      "Heap that objects of the server isolate take",
      () => Deno.memoryUsage().heapUsed,
    ],
    [
      "heap_total_bytes",
      "Heap that the server isolate holds",
      () => Deno.memoryUsage().heapTotal,
    ],
    [
      "external_memory_bytes",
      "Memory outside the heap that objects of the server isolate hold, such as long results",
      () => Deno.memoryUsage().external,
    ],
  ]);
  new Gauge({
    name: "process_start_time_seconds",
    help: "When the process started, in seconds since 1970",
    registers,
  }).set(performance.timeOrigin / 1000);
  new Counter({
    name: "process_cpu_seconds_total",
    help: "Processor time of the process, all isolates together",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: "build_info",
    help: "1, with the version that runs",
    labelNames: ["version"],
    registers,
  }).set({ version: VERSION }, 1);
}

type ReadGauge = readonly [name: string, help: string, read: (() => number) | undefined];

/** Gauges that are read at the moment of a scrape, but for those without a source. */
function readGauges(registers: Registry[], gauges: readonly ReadGauge[]): void {
  for (const [name, help, read] of gauges) {
    if (!read) continue;
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
}
