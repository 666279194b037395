import { type PeriodicTask, runPeriodically } from "../async/run_periodically.ts";
import type { FailureLog } from "../telemetry/failure_log.ts";
import type { EventTopic } from "./event_topic.ts";
import type { EventsObserver } from "./events_observer.ts";
import type { Relay } from "./relay.ts";
import type { TopicState } from "./topic_state.ts";

const PAUSE_MS = 1_000;
const GAUGE_PAUSE_MS = 5_000;

export interface BackgroundTasksOptions {
  readonly state: TopicState;
  /** Undefined in a process that does not relay. */
  readonly relay: Relay | undefined;
  /** The source of the consumer lag; undefined in a process that does not consume. */
  readonly lagSource: Pick<EventTopic, "lag"> | undefined;
  readonly observer: EventsObserver;
  readonly failureLog: FailureLog;
  /** Pause between probes of the topic, and between passes of the relay; 1 s by default. */
  readonly pauseMs?: number | undefined;
}

/** Starts the periodic tasks `probe`, `relay`, `count` and `lag`, reported to the failure log. */
export function startBackgroundTasks(options: BackgroundTasksOptions): Pick<PeriodicTask, "stop"> {
  const { state, relay, lagSource, observer, failureLog, pauseMs = PAUSE_MS } = options;
  const tasks: PeriodicTask[] = [];

  function start(
    name: string,
    betweenMs: number,
    work: (signal: AbortSignal) => Promise<void>,
  ): void {
    const attempt = async (signal: AbortSignal) => {
      await work(signal);
      failureLog.report(name, undefined);
    };
    const onError = (error: unknown) => failureLog.report(name, error);
    tasks.push(runPeriodically(attempt, { pauseMs: betweenMs, onError }));
  }

  start("probe", pauseMs, state.probe);
  if (relay) {
    start("relay", pauseMs, async (signal) => {
      if (state.isReachable) await relay.pass(signal);
    });
    start("count", GAUGE_PAUSE_MS, () => reportGauge(relay.backlog, observer.onBacklog));
  }
  if (lagSource) {
    const lag = () => state.isReachable ? lagSource.lag() : Promise.resolve(undefined);
    start("lag", GAUGE_PAUSE_MS, () => reportGauge(lag, observer.onLag));
  }

  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}

/** Reports undefined when the value cannot be read, so that no stale value is shown. */
async function reportGauge<Value>(
  read: () => Promise<Value | undefined>,
  onValue: (value: Value | undefined) => void,
): Promise<void> {
  let value: Value | undefined;
  try {
    value = await read();
  } finally {
    onValue(value);
  }
}
