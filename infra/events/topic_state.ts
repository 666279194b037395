import { createBackoff } from "../async/backoff.ts";
import { withTimeout } from "../async/with_timeout.ts";
import { PermanentError } from "../request_log/permanent_error.ts";
import type { EventProducer, OutgoingEvent } from "./event_topic.ts";

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;

/**
 * - `down`: the brokers did not respond to the last probe.
 * - `reachable`: the brokers respond, and the last event was not acknowledged.
 * - `half_open`: events are acknowledged, but perhaps too slowly for requests.
 * - `up`: requests publish to the topic.
 */
type State = "down" | "reachable" | "half_open" | "up";

/** A circuit breaker for publishing to the topic. */
export interface TopicState {
  /** Whether the brokers responded to the last probe, which suffices for background work. */
  readonly isReachable: boolean;
  /** Whether the topic acknowledges events, however slowly. */
  readonly takesEvents: boolean;
  /** Whether the topic acknowledges events as fast as requests need. */
  readonly isUp: boolean;
  /** Publishes the events of requests. Throws the producer's error. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /** Reports that events of requests have not been acknowledged in time. */
  onSlow(error: Error): void;
  /** Probes the topic; never rejects. */
  probe(): Promise<void>;
}

export interface TopicStateOptions {
  /** Throws unless events can be published. */
  readonly probeTopic: () => Promise<void>;
  readonly producer: EventProducer;
  /** Timeout of a half-open probe, less than the time that requests wait for the topic. */
  readonly probeWriteMs: number;
  /** Called with each error while the topic is not up, and with undefined when it goes up. */
  readonly onState: (error: unknown) => void;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * The topic goes up with its first successful probe. After a failure or a slow event, a half-open
 * probe must succeed as well: it publishes the last event again and expects a timely
 * acknowledgement. Otherwise a topic that responds to probes but acknowledges events late or never
 * would delay a request after every probe. Half-open probes leave duplicates on the topic, so they
 * are subject to a backoff of up to a minute; a topic that was down is probed at once.
 */
export function createTopicState(options: TopicStateOptions): TopicState {
  const { probeTopic, producer, probeWriteMs, onState, now } = options;
  const backoff = createBackoff({ firstMs: FIRST_PAUSE_MS, maxMs: MAX_PAUSE_MS, now });
  let state: State = "down";
  let lastEvent: OutgoingEvent | undefined;

  function enter(next: State, error?: unknown): void {
    state = next;
    onState(error);
  }

  async function publish(events: readonly OutgoingEvent[]): Promise<void> {
    try {
      await producer.publish(events);
      // Only a probe enters `up`: this acknowledgement may be late.
      if (state !== "up") state = "half_open";
    } catch (error) {
      if (!(error instanceof PermanentError) && state !== "down") enter("reachable", error);
      throw error;
    }
  }

  async function probe(): Promise<void> {
    try {
      await probeTopic();
      await producer.connect();
    } catch (error) {
      backoff.reset();
      enter("down", error);
      return;
    }
    if (state === "up") return;
    if (state === "down") state = "reachable";
    if (lastEvent === undefined) enter("up");
    else if (backoff.isDue) await probeHalfOpen(lastEvent);
  }

  async function probeHalfOpen(event: OutgoingEvent): Promise<void> {
    const timeout = { timeoutMs: probeWriteMs, message: "No acknowledgement of a probe event" };
    try {
      await withTimeout(publish([event]), timeout);
    } catch (error) {
      // A permanent error concerns the event, not the topic, which has responded in time.
      if (!(error instanceof PermanentError)) {
        backoff.onFailure();
        enter(state, error);
        return;
      }
    }
    backoff.reset();
    enter("up");
  }

  return {
    get isReachable() {
      return state !== "down";
    },
    get takesEvents() {
      return state === "half_open" || state === "up";
    },
    get isUp() {
      return state === "up";
    },
    publish: (events) => {
      lastEvent = events[0];
      return publish(events);
    },
    onSlow: (error) => {
      if (state === "up") enter("half_open", error);
    },
    probe,
  };
}
