import type { Health } from "../../domain/ports.ts";
import type { Database } from "../database/database.ts";
import { insertEntries } from "../request_log/insert_entries.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { PermanentError } from "../request_log/permanent_error.ts";
import { createHedgedWrite, type WriteBatch } from "../request_log/hedged_write.ts";
import { errorText, type Logger } from "../telemetry/logger.ts";
import type { DeadLetter, EventConsumer, EventProducer, EventTopic } from "./event_topic.ts";
import { type EventsObserver, observeWrites } from "./events_observer.ts";
import { createRelay } from "./relay.ts";
import { type PeriodicTask, runPeriodically } from "../async/run_periodically.ts";
import { createStoreEvents } from "./store_events.ts";
import { deadlineIn } from "../async/deadline.ts";
import { createTopicState } from "./topic_state.ts";

/** A place that has not answered by then gets company by the other. */
const HEDGE_AFTER_MS = 250;

/** Well below it, so that a topic which has just become fast enough is not too slow again. */
const TRIAL_MS = HEDGE_AFTER_MS / 2;

const EVERY_MS = 1_000;
const COUNT_EVERY_MS = 5_000;

/** Brokers and databases that hang do not hold up the end for longer. */
const STOP_MS = 2_000;

export interface EventsOptions {
  readonly topic: EventTopic;
  readonly database: Database;
  readonly logger: Logger;
  readonly observer: EventsObserver;
  /** Whether this process stores the events of the topic in the database. */
  readonly consumes: boolean;
  /** Whether this process publishes what only the database has. */
  readonly relays: boolean;
  /** Told that the database took entries, or the error for which it did not. */
  readonly onDatabase: (error: unknown) => void;
}

/** Everything that has to do with the topic. */
export interface Events {
  /** Writes a batch to the topic or to the database, whichever is first to have it. */
  readonly write: WriteBatch;
  /** The health of the service, the topic included. */
  health(ofDatabase: Health): Health;
  /** Tells of an entry that no place has taken, and puts it aside if that is possible. */
  deadLetter(entry: PendingEntry, reason: PermanentError): void;
  /** Resolves when it is known whether the topic can be used. */
  start(): Promise<void>;
  /** Ends what runs by itself, such as consuming; batches are still written. */
  stop(): Promise<void>;
  /** Leaves the topic, when nothing is written any more. */
  close(): Promise<void>;
}

export function createEvents(options: EventsOptions): Events {
  const { topic, database, logger, observer, consumes, relays, onDatabase } = options;
  const forBatches = topic.createProducer();
  const forOthers = tellingRefusals(topic.createProducer());
  const state = createTopicState({
    probeTopic: topic.probe,
    producer: forBatches,
    probeWriteMs: TRIAL_MS,
    now: () => performance.now(),
    onChange: (isUp, error) => {
      observer.onTopicUp(isUp);
      if (isUp) logger.info("events_ok");
      else logger.error("events_failing", { error: errorText(error) });
    },
  });
  const failing = new Set<string>();
  const repetitions: PeriodicTask[] = [];
  let consumer: EventConsumer | undefined;
  let isStopped = false;

  const relay = createRelay({ database, producer: forOthers, onDeadLettered: tellSetAside });

  const write = createHedgedWrite({
    topic: observeWrites(
      "topic",
      observer,
      (error) => {
        // Only the probe says that it is well again: late acknowledgements would deny each timeout.
        if (error !== undefined) state.failed(error);
      },
      (entries) => state.publish(entries.map(({ user, json }) => ({ key: user, json }))),
    ),
    database: observeWrites("database", observer, onDatabase, insertEntries(database, false)),
    preferTopic: () => state.isUp,
    onSlow: (place) => {
      const error = new Error(`The ${place} has not answered within ${HEDGE_AFTER_MS} ms`);
      if (place === "topic") state.failed(error);
    },
    hedgeAfterMs: HEDGE_AFTER_MS,
    startTimer: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  });

  const handle = createStoreEvents({
    database,
    producer: forOthers,
    observer: {
      onStored: (received, letters) => {
        observer.onConsumed(received);
        observer.onStored(received - letters.length);
        tellSetAside(letters);
      },
      onStoreResult: onDatabase,
      onDeadLetterResult: (error) => tell("setting_aside", error),
    },
  });

  /** What the topic of dead letters refuses, nobody has but the log. */
  function tellingRefusals(producer: EventProducer): EventProducer {
    return {
      ...producer,
      deadLetter: async (letters) => {
        const refused = await producer.deadLetter(letters);
        for (const { item, reason } of refused) tellNotSetAside(item, reason);
        return refused;
      },
    };
  }

  function tellNotSetAside({ key, value, origin }: DeadLetter, error: unknown): void {
    logger.error("event_not_set_aside", {
      origin,
      key: textOf(key),
      entry: textOf(value),
      error: errorText(error),
    });
  }

  /** Does some work every so often. */
  function keep(name: string, pauseMs: number, work: (signal: AbortSignal) => Promise<void>): void {
    const attempt = async (signal: AbortSignal) => {
      await work(signal);
      tell(name, undefined);
    };
    repetitions.push(runPeriodically(attempt, { pauseMs, onError: (error) => tell(name, error) }));
  }

  /** One line when something begins to fail, and one when it works again. */
  function tell(name: string, error: unknown): void {
    if (error === undefined) {
      if (failing.delete(name)) logger.info(`${name}_ok`);
    } else {
      if (!failing.has(name)) logger.warn(`${name}_failing`, { error: errorText(error) });
      failing.add(name);
    }
  }

  function isConsuming(): boolean {
    return !failing.has("consumer") && !failing.has("setting_aside");
  }

  /** Tells of a number; one that cannot be read is unknown, and not what it was. */
  async function read(
    number: () => Promise<number | undefined>,
    onNumber: (value: number | undefined) => void,
  ): Promise<void> {
    let value: number | undefined;
    try {
      value = await number();
    } finally {
      onNumber(value);
    }
  }

  function tellSetAside(letters: readonly DeadLetter[]): void {
    observer.onDeadLettered(letters.length);
    for (const { origin, reason } of letters) logger.error("event_set_aside", { origin, reason });
  }

  async function start(): Promise<void> {
    await state.probe();
    if (isStopped) return;
    keep("probe", EVERY_MS, state.probe);
    if (relays) {
      keep("relay", EVERY_MS, async (signal) => {
        if (state.isReachable) await relay.pass(signal);
      });
      keep("count", COUNT_EVERY_MS, () => read(relay.unpublished, observer.onUnpublished));
    }
    if (consumes) {
      consumer = topic.consume(handle, {
        isReachable: () => state.isReachable,
        onChange: (error) => tell("consumer", error),
      });
      const lag = () => state.isReachable ? topic.lag() : Promise.resolve(undefined);
      keep("lag", COUNT_EVERY_MS, () => read(lag, observer.onLag));
    }
  }

  return {
    write,
    health: (ofDatabase) => ({
      ...ofDatabase,
      events: state.isUp && isConsuming() ? "ok" : "failing",
      recording: ofDatabase.recording || state.takesEvents,
    }),
    deadLetter: ({ id, user, json }, { message: reason }) => {
      const letter = { key: user, value: json, origin: `request_log/${id}`, reason };
      tellSetAside([letter]);
      forOthers.deadLetter([letter]).catch((error) => tellNotSetAside(letter, error));
    },
    start,
    stop: async () => {
      isStopped = true;
      const ended = Promise.all([consumer?.stop(), ...repetitions.map(({ stop }) => stop())]);
      await deadlineIn(STOP_MS).wait(ended);
    },
    close: async () => {
      await Promise.all([forBatches.close(), forOthers.close(), topic.close()]);
    },
  };
}

function textOf(value: Uint8Array | string | null): string | null {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}
