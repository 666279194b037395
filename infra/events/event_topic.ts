import type { PoisonItem } from "../request_log/bisect.ts";

/** An event to be published. Events with the same key go to the same partition. */
export interface OutgoingEvent {
  readonly key: string;
  readonly json: string;
  /** W3C `traceparent`, sent as a header. */
  readonly traceparent?: string | undefined;
}

/** An event read from a topic. */
export interface ReceivedEvent {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Topic, partition and offset, as in `apilogs/0/17`. */
  readonly origin: string;
  /** The W3C `traceparent` in its header, if it has one. */
  readonly traceparent?: string | undefined;
}

/** An event or entry that can be neither stored nor published. */
export interface DeadLetter {
  readonly key: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  /** The origin of the event, or `request_log/` and the id of the entry. */
  readonly origin: string;
  readonly reason: string;
}

/** Publishes events. Every method has its own timeout. */
export interface EventProducer {
  /** Connects ahead of the next event. */
  connect(): Promise<void>;
  /**
   * Resolves when all in-sync replicas have the events. Throws a PermanentError when the topic
   * rejects them for good; after any other error they may still arrive.
   */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /**
   * Writes letters to the dead-letter topic, truncated if they are too large. Returns the letters
   * that the topic still rejects. Throws while the topic is unavailable.
   */
  deadLetter(letters: readonly DeadLetter[]): Promise<readonly PoisonItem<DeadLetter>[]>;
  close(): Promise<void>;
}

/**
 * Handles one chunk of events, retrying until the signal is aborted. If it rejects, the events are
 * received again.
 */
export type HandleEvents = (
  events: readonly ReceivedEvent[],
  signal: AbortSignal,
) => Promise<void>;

/** A member of a consumer group, restarted automatically after a failure. */
export interface EventConsumer {
  /** Leaves the group; resolves within about a second, even if the brokers do not respond. */
  stop(): Promise<void>;
}

export interface ConsumeOptions {
  /** Whether the brokers respond to other clients. */
  readonly isReachable: () => boolean;
  /** Called with each failure, and with undefined when the consumer works again. */
  readonly onChange: (error: unknown) => void;
  /** Called when the brokers have deleted events before this member could read them. */
  readonly onDeleted?: (deleted: DeletedEvents) => void;
}

/** A range of events of one partition. */
export interface DeletedEvents {
  readonly partition: number;
  /** Offset of the first event. */
  readonly first: string;
  /** Offset of the last event. */
  readonly last: string;
  readonly events: number;
}

/** The topic of the log entries, with its dead-letter topic. */
export interface EventTopic {
  createProducer(): EventProducer;
  consume(handle: HandleEvents, options: ConsumeOptions): EventConsumer;
  /** Throws unless events can be published. Creates missing topics if allowed. */
  probe(): Promise<void>;
  /** Number of events that the consumer group has not committed yet. */
  lag(): Promise<number>;
  close(): Promise<void>;
}
