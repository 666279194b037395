import type { PoisonItem } from "../request_log/bisect.ts";

/** An event on its way to a topic. Events of one key stay in one partition. */
export interface OutgoingEvent {
  readonly key: string;
  readonly json: string;
}

/** An event as it was found on a topic. */
export interface ReceivedEvent {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Where it was found: topic, partition and offset. */
  readonly origin: string;
}

/** What cannot be stored or published, with the reason. */
export interface DeadLetter {
  readonly key: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  readonly origin: string;
  readonly reason: string;
}

/** Sends events. Every method has a time limit of its own. */
export interface EventProducer {
  /** Makes the next events find a connection. */
  connect(): Promise<void>;
  /**
   * Resolves when every replica in sync has the events. Throws a RefusedError when the topic would
   * refuse them again; after any other error they may still arrive.
   */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /**
   * Puts what cannot be used on the topic of dead letters, shortened if need be. Returns what is
   * refused even so.
   */
  deadLetter(letters: readonly DeadLetter[]): Promise<readonly PoisonItem<DeadLetter>[]>;
  close(): Promise<void>;
}

/**
 * Stores events that were received together; they come again unless it resolves. It stops trying
 * when the signal says so.
 */
export type HandleEvents = (
  events: readonly ReceivedEvent[],
  signal: AbortSignal,
) => Promise<void>;

/** A member of the group of consumers, which starts again by itself whenever it fails. */
export interface EventConsumer {
  /** Ends it; does not wait for brokers that do not answer. */
  stop(): Promise<void>;
}

export interface ConsumeOptions {
  /** Whether the topic has answered others lately. */
  readonly isReachable: () => boolean;
  /** Told of each failure, and with undefined when it works in its group again. */
  readonly onChange: (error: unknown) => void;
}

/** The topic of the events and the one of its dead letters. */
export interface EventTopic {
  createProducer(): EventProducer;
  consume(handle: HandleEvents, options: ConsumeOptions): EventConsumer;
  /** Throws unless events could be published now. Makes the topics if they are missing. */
  probe(): Promise<void>;
  /** Events that the group has not stored yet. */
  lag(): Promise<number>;
  close(): Promise<void>;
}
