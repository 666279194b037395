import type { Health } from "../../domain/ports.ts";
import type { Tracer } from "../../domain/tracing.ts";
import { deadlineIn } from "../async/deadline.ts";
import type { Database } from "../database/database.ts";
import { createHedgedWrite } from "../request_log/hedged_write.ts";
import { insertEntries } from "../request_log/insert_entries.ts";
import type { PendingEntry } from "../request_log/pending_entry.ts";
import type { PermanentError } from "../request_log/permanent_error.ts";
import type { WriteBatch } from "../request_log/write_batch.ts";
import { createFailureLog } from "../telemetry/failure_log.ts";
import type { Logger } from "../telemetry/logger.ts";
import { traceEvents } from "../telemetry/tracing/traced_events.ts";
import { traceWrites } from "../telemetry/tracing/traced_writes.ts";
import { startBackgroundTasks } from "./background_tasks.ts";
import { createDeadLetters } from "./dead_letters.ts";
import type { EventTopic } from "./event_topic.ts";
import { type EventsObserver, observeWrites } from "./events_observer.ts";
import { createRelay, entryLetter, outgoingEvent } from "./relay.ts";
import { createStoreEvents } from "./store_events.ts";
import { createTopicState } from "./topic_state.ts";

/** Milliseconds after which a batch is also written to the other destination. */
const HEDGE_AFTER_MS = 250;

/** Well below the hedge, so that a topic that is barely fast enough does not flap. */
const PROBE_WRITE_MS = HEDGE_AFTER_MS / 2;

/** Maximum time that hanging brokers and databases delay a stop. */
const STOP_MS = 2_000;

export interface EventsOptions {
  readonly topic: EventTopic;
  readonly database: Database;
  readonly logger: Logger;
  readonly observer: EventsObserver;
  /** Whether this process stores the events of the topic in the database. */
  readonly consumes: boolean;
  /** Whether this process publishes the entries that are only in the database. */
  readonly relays: boolean;
  /** Called after each write to the database: with the error, or undefined for success. */
  readonly onDatabase: (error: unknown) => void;
  /** Undefined without tracing. */
  readonly tracer?: Tracer | undefined;
  /** Pause between probes of the topic, and between passes of the relay; 1 s by default. */
  readonly pauseMs?: number | undefined;
}

/** Everything that a process does with the topic. */
export interface Events {
  /** Writes a batch to the topic or the database; see `createHedgedWrite`. */
  readonly write: WriteBatch;
  /** Adds the topic to the health of the database. */
  health(databaseHealth: Health): Health;
  /** Dead-letters an entry that every destination rejected; never throws. */
  deadLetter(entry: PendingEntry, reason: PermanentError): void;
  /** Starts the background tasks; resolves after the first probe of the topic. */
  start(): Promise<void>;
  /** Stops consuming and the background tasks; batches can still be written. */
  stop(): Promise<void>;
  /** Closes the clients of the topic, after the last batch and its dead letters. */
  close(): Promise<void>;
}

export function createEvents(options: EventsOptions): Events {
  const { topic, database, logger, observer, consumes, relays, onDatabase, tracer } = options;
  const requestProducer = topic.createProducer();
  const backgroundProducer = topic.createProducer();
  const failureLog = createFailureLog({ logger });
  const topicLog = createFailureLog({ logger, level: "error" });
  const deadLetters = createDeadLetters({ producer: backgroundProducer, logger, observer });
  const state = createTopicState({
    probeTopic: topic.probe,
    producer: requestProducer,
    probeWriteMs: PROBE_WRITE_MS,
    now: () => performance.now(),
    onState: (error) => {
      observer.onTopicUp(error === undefined);
      topicLog.report("events", error);
    },
  });
  const write = createHedgedWrite({
    topic: observeWrites(
      traceWrites((entries) => state.publish(entries.map(outgoingEvent)), "topic", tracer),
      { destination: "topic", observer },
    ),
    database: observeWrites(
      traceWrites(insertEntries(database, { published: false }), "database", tracer),
      { destination: "database", observer, onResult: onDatabase },
    ),
    preferTopic: () => state.isUp,
    hedgeAfterMs: HEDGE_AFTER_MS,
    onSlow: (destination) => {
      if (destination === "topic") {
        state.onSlow(new Error(`No acknowledgement from the topic within ${HEDGE_AFTER_MS} ms`));
      }
    },
  });
  const running: { stop(): Promise<void> }[] = [];
  let isStopped = false;

  function startConsumer(): void {
    const handle = createStoreEvents({
      database,
      deadLetters,
      observer: {
        onHandled: ({ received, stored }) => {
          observer.onConsumed(received);
          observer.onStored(stored);
        },
        onDatabaseResult: onDatabase,
        onDeadLetterResult: (error) => failureLog.report("dead_letters", error),
      },
    });
    running.push(topic.consume(traceEvents(handle, tracer), {
      isReachable: () => state.isReachable,
      onChange: (error) => failureLog.report("consumer", error),
      onDeleted: ({ partition, first, last, events }) => {
        observer.onDeleted(events);
        logger.error("events_deleted", { partition, first, last, events });
      },
    }));
  }

  function isWorking(): boolean {
    return state.isUp && !failureLog.isFailing("consumer") && !failureLog.isFailing("dead_letters");
  }

  return {
    write,
    health: (databaseHealth) => ({
      ...databaseHealth,
      events: isWorking() ? "ok" : "failing",
      // Before it is ready, a service refuses calculations, wherever they could be recorded.
      recording: databaseHealth.recording || databaseHealth.ready && state.takesEvents,
    }),
    deadLetter: (entry, reason) => deadLetters.writeOrLog(entryLetter(entry, reason)),
    start: async () => {
      await state.probe();
      if (isStopped) return;
      running.push(startBackgroundTasks({
        state,
        relay: relays
          ? createRelay({ database, producer: backgroundProducer, deadLetters })
          : undefined,
        lagSource: consumes ? topic : undefined,
        observer,
        failureLog,
        pauseMs: options.pauseMs,
      }));
      if (consumes) startConsumer();
    },
    stop: async () => {
      isStopped = true;
      await deadlineIn(STOP_MS).wait(Promise.allSettled(running.map((part) => part.stop())));
    },
    close: async () => {
      await deadLetters.idle();
      await Promise.all([requestProducer.close(), backgroundProducer.close(), topic.close()]);
    },
  };
}
