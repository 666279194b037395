import { PermanentError } from "../request_log/permanent_error.ts";
import type { EventProducer, OutgoingEvent } from "./event_topic.ts";
import { withTimeout } from "../async/with_timeout.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Whether the topic can be used, and by whom. */
export interface TopicState {
  /** Whether the last probe was answered: good enough for who can wait. */
  readonly isReachable: boolean;
  /** Whether it takes events, if too late for requests. */
  readonly takesEvents: boolean;
  /** Whether it takes events as fast as requests need it. */
  readonly isUp: boolean;
  /** Publishes the events of requests. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /** Tells that it did not take events of requests, or not in time. */
  failed(error: unknown): void;
  probe(): Promise<void>;
}

export interface TopicStateOptions {
  /** Throws unless events could be published now. */
  readonly probeTopic: () => Promise<void>;
  readonly producer: EventProducer;
  /** Within so many milliseconds a trial has to be acknowledged; less than requests wait. */
  readonly probeWriteMs: number;
  readonly onChange: (isUp: boolean, error: unknown) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/**
 * Not up until a probe was good, and down when a probe or a request has failed or was too slow. A
 * topic that has failed has to pass a trial as well: the probe publishes once more the event that was
 * tried last, which may then be twice on the topic, as any event may. So one that answers probes but
 * takes no events, or takes them a little too late, does not hold up a request after every probe. The
 * pause between trials doubles up to a minute, as each may be a copy on the topic; who was away is
 * tried at once.
 */
export function createTopicState(options: TopicStateOptions): TopicState {
  const { probeTopic, producer, probeWriteMs, onChange, now } = options;
  let isReachable = false;
  let takesEvents = false;
  let isUp: boolean | undefined;
  let lastTried: OutgoingEvent | undefined;
  let nextTrialAt = -Infinity;
  let pauseMs = FIRST_PAUSE_MS;

  function note(error: unknown): void {
    const before = isUp;
    isUp = error === undefined;
    if (isUp !== before) onChange(isUp, error);
  }

  function tryAtOnce(): void {
    nextTrialAt = -Infinity;
    pauseMs = FIRST_PAUSE_MS;
  }

  function tryLater(): void {
    nextTrialAt = now() + pauseMs;
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }

  async function publish(events: readonly OutgoingEvent[]): Promise<void> {
    try {
      await producer.publish(events);
      takesEvents = true;
    } catch (error) {
      if (!(error instanceof PermanentError)) takesEvents = false;
      throw error;
    }
  }

  async function probeByWriting(event: OutgoingEvent): Promise<void> {
    try {
      await withTimeout(publish([event]), {
        timeoutMs: probeWriteMs,
        message: "No acknowledgement of a probe event",
      });
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
    }
  }

  return {
    get isReachable() {
      return isReachable;
    },
    get takesEvents() {
      return takesEvents;
    },
    get isUp() {
      return isUp === true;
    },
    publish: (events) => {
      lastTried = events[0];
      return publish(events);
    },
    failed: note,
    probe: async () => {
      try {
        await probeTopic();
        await producer.connect();
        isReachable = true;
      } catch (error) {
        isReachable = false;
        takesEvents = false;
        tryAtOnce();
        return note(error);
      }
      if (!isUp && lastTried && now() < nextTrialAt) return;
      try {
        if (!isUp && lastTried) await probeByWriting(lastTried);
        takesEvents = true;
        tryAtOnce();
        note(undefined);
      } catch (error) {
        tryLater();
        note(error);
      }
    },
  };
}
