import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import type { ConsumeOptions, EventConsumer, HandleEvents, ReceivedEvent } from "../event_topic.ts";
import { translateError } from "./errors.ts";
import { REQUEST_MS } from "./client.ts";
import { withTimeout } from "../../async/with_timeout.ts";

const SESSION_MS = 6_000;
const HEARTBEAT_MS = 1_000;

/** The group waits so long for members that have died, once a new one asks to join. */
const REBALANCE_MS = 3_000;

/** A client that hears nothing of the brokers for so long is replaced. */
const SILENCE_MS = 8_000;
const CHECK_MS = 500;
const START_MS = 15_000;
const CLOSE_MS = 1_000;

/** Who waits for the brokers keeps its place in the group, which a new client must first get. */
const RETRIES = 60;

/** Events stored together. */
const CHUNK = 2_000;

/** While the database takes the events of one partition, those of others are read. */
const CONCURRENT_PARTITIONS = 3;

/** What is fetched at once, and so the most that is held in memory. */
const FETCH_BYTES = 1.5 * 2 ** 20;

export interface KafkaConsumerOptions extends ConsumeOptions {
  readonly topic: string;
  readonly group: string;
  readonly handle: HandleEvents;
}

/** Keeps one client in the group: when it fails or falls silent it is dropped and made anew. */
export function createKafkaConsumer(kafka: Kafka, options: KafkaConsumerOptions): EventConsumer {
  let member: Member | undefined;
  let hasFailed = false;
  let isStopped = false;

  function keepUp(): void {
    if (isStopped) return;
    // Brokers that answer nobody are no reason to replace it.
    if (!options.isReachable()) member?.wait();
    if (member && (member.failure !== undefined || member.isSilent())) {
      options.onChange(member.failure ?? new Error(`Kafka was silent for ${SILENCE_MS} ms`));
      hasFailed = true;
      member.end();
      member = undefined;
    }
    if (hasFailed && member?.isWorking) {
      options.onChange(undefined);
      hasFailed = false;
    }
    member ??= startMember(kafka, options);
  }

  const timer = setInterval(keepUp, CHECK_MS);
  keepUp();

  return {
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      const ended = member?.end() ?? Promise.resolve();
      await withTimeout("Closing the consumer", ended, CLOSE_MS).catch(() => {});
    },
  };
}

/** One client, for as long as it works. */
interface Member {
  readonly failure: Error | undefined;
  /** Whether it has done something as a member of the group. */
  readonly isWorking: boolean;
  isSilent(): boolean;
  /** Nothing is expected of it now. */
  wait(): void;
  end(): Promise<void>;
}

function startMember(kafka: Kafka, options: KafkaConsumerOptions): Member {
  const { topic, group, handle } = options;
  const ended = new AbortController();
  let failure: Error | undefined;
  let hasJoined = false;
  let isWorking = false;
  let heardAt = performance.now();
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: REBALANCE_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: HEARTBEAT_MS / 2,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: Math.floor(FETCH_BYTES / CONCURRENT_PARTITIONS),
    allowAutoTopicCreation: false,
    retry: {
      retries: RETRIES,
      initialRetryTime: 100,
      maxRetryTime: 500,
      restartOnFailure: never,
    },
  });
  const heard = () => {
    heardAt = performance.now();
  };
  const worked = () => {
    heard();
    isWorking = hasJoined;
  };
  const fail = (error: unknown) => {
    failure ??= translateError(error);
  };
  consumer.on("consumer.heartbeat", worked);
  consumer.on("consumer.fetch", worked);
  consumer.on("consumer.group_join", () => {
    heard();
    hasJoined = true;
  });
  consumer.on("consumer.crash", ({ payload }) => fail(payload.error));
  run(consumer).catch(fail);

  async function run(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch,
    });
  }

  /** Stores a batch in chunks. Offsets are committed behind each, and never before. */
  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const aborted = new AbortController();
    const signal = AbortSignal.any([ended.signal, aborted.signal]);
    const stopBeating = beat(payload, (error) => aborted.abort(error));
    try {
      for (let start = 0; start < messages.length; start += CHUNK) {
        const chunk = messages.slice(start, start + CHUNK);
        await handle(chunk.map((message) => received(message, topic, partition)), signal);
        signal.throwIfAborted();
        const last = chunk.at(-1)!.offset;
        payload.resolveOffset(last);
        const offset = (BigInt(last) + 1n).toString();
        await payload.commitOffsetsIfNecessary({
          topics: [{ topic, partitions: [{ partition, offset }] }],
        });
      }
    } finally {
      stopBeating();
    }
  }

  return {
    get failure() {
      return failure;
    },
    get isWorking() {
      return isWorking;
    },
    wait: heard,
    isSilent: () => performance.now() - heardAt > (hasJoined ? SILENCE_MS : START_MS),
    end: async () => {
      ended.abort(new Error("The consumer is stopping"));
      await consumer.disconnect().catch(() => {});
    },
  };
}

/** Tells the group that this member lives while a batch is being stored, however long it takes. */
function beat({ heartbeat }: EachBatchPayload, onFailure: (error: unknown) => void): () => void {
  let isBeating = false;
  const timer = setInterval(async () => {
    if (isBeating) return;
    isBeating = true;
    try {
      await withTimeout("The heartbeat", heartbeat(), REQUEST_MS);
    } catch (error) {
      onFailure(error);
    } finally {
      isBeating = false;
    }
  }, HEARTBEAT_MS);
  return () => clearInterval(timer);
}

function received(message: KafkaMessage, topic: string, partition: number): ReceivedEvent {
  const { key, value, offset } = message;
  return { key, value, origin: `${topic}/${partition}/${offset}` };
}

function never(): Promise<boolean> {
  return Promise.resolve(false);
}
