import type { EachBatchPayload, Kafka, KafkaMessage } from "kafkajs";
import { runPeriodically } from "../../async/run_periodically.ts";
import { withTimeout } from "../../async/with_timeout.ts";
import type { DeletedEvents, HandleEvents, ReceivedEvent } from "../event_topic.ts";
import { REQUEST_MS } from "./client.ts";
import { translateError } from "./errors.ts";
import { createGapDetector, type OffsetSource } from "./gap_detector.ts";

const SESSION_MS = 6_000;
const HEARTBEAT_MS = 1_000;

/** How long the group waits for members that have died when a new one joins. */
const REBALANCE_MS = 3_000;

/** Retrying keeps the group membership, which a new client would first have to obtain. */
const RETRIES = 60;

/** Maximum number of events in a chunk. */
const CHUNK = 2_000;

/** Partitions whose batches are handled at the same time. */
const CONCURRENT_PARTITIONS = 3;

/** Bytes of one fetch, which bounds the events held in memory. */
const FETCH_BYTES = 1.5 * 2 ** 20;

export interface GroupMemberOptions {
  readonly topic: string;
  readonly group: string;
  readonly handle: HandleEvents;
  readonly offsets: OffsetSource;
  readonly onDeleted?: (deleted: DeletedEvents) => void;
}

/** One client in a consumer group. It does not recover from a failure. */
export interface GroupMember {
  readonly failure: Error | undefined;
  readonly hasJoined: boolean;
  /** Whether it has fetched or sent a heartbeat since it joined. */
  readonly isWorking: boolean;
  /** Milliseconds since the last response of a broker, or since `resetSilence`. */
  readonly silentMs: number;
  resetSilence(): void;
  /** Aborts the current batches and disconnects; never rejects. */
  leave(): Promise<void>;
}

export function joinGroup(kafka: Kafka, options: GroupMemberOptions): GroupMember {
  const { topic, group, handle, offsets, onDeleted = () => {} } = options;
  const gaps = createGapDetector({ offsets, onDeleted });
  const left = new AbortController();
  let failure: Error | undefined;
  let hasJoined = false;
  let isWorking = false;
  let silentSince = performance.now();
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
      restartOnFailure: () => Promise.resolve(false),
    },
  });
  consumer.on("consumer.heartbeat", onWork);
  consumer.on("consumer.fetch", onWork);
  consumer.on("consumer.group_join", ({ payload }) => {
    resetSilence();
    gaps.onAssigned(payload.memberAssignment[topic] ?? []);
    hasJoined = true;
  });
  consumer.on("consumer.crash", ({ payload }) => fail(payload.error));
  run().catch(fail);

  async function run(): Promise<void> {
    await Promise.all([consumer.connect(), gaps.start()]);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch,
    });
  }

  function resetSilence(): void {
    silentSince = performance.now();
  }

  function onWork(): void {
    resetSilence();
    isWorking = hasJoined;
  }

  function fail(error: unknown): void {
    failure ??= translateError(error);
  }

  /** Handles a batch in chunks and commits the offset of each chunk after it has been handled. */
  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const aborted = new AbortController();
    const signal = AbortSignal.any([left.signal, aborted.signal]);
    const heartbeats = sendHeartbeats(payload, (error) => aborted.abort(error));
    try {
      if (messages[0]) await gaps.check(partition, BigInt(messages[0].offset));
      for (let start = 0; start < messages.length; start += CHUNK) {
        const chunk = messages.slice(start, start + CHUNK);
        await handle(chunk.map((message) => receivedEvent(message, topic, partition)), signal);
        signal.throwIfAborted();
        const last = chunk.at(-1)!.offset;
        payload.resolveOffset(last);
        const offset = (BigInt(last) + 1n).toString();
        gaps.onHandled(partition, BigInt(offset));
        await payload.commitOffsetsIfNecessary({
          topics: [{ topic, partitions: [{ partition, offset }] }],
        });
      }
    } finally {
      heartbeats.stop();
    }
  }

  return {
    get failure() {
      return failure;
    },
    get hasJoined() {
      return hasJoined;
    },
    get isWorking() {
      return isWorking;
    },
    get silentMs() {
      return performance.now() - silentSince;
    },
    resetSilence,
    leave: async () => {
      left.abort(new Error("The consumer is stopping"));
      await consumer.disconnect().catch(() => {});
    },
  };
}

/** Keeps the session alive while a batch is handled, however long that takes. */
function sendHeartbeats({ heartbeat }: EachBatchPayload, onError: (error: unknown) => void) {
  const timeout = { timeoutMs: REQUEST_MS, message: "No response to a heartbeat" };
  return runPeriodically(() => withTimeout(heartbeat(), timeout), {
    initialDelayMs: HEARTBEAT_MS,
    periodMs: HEARTBEAT_MS,
    onError,
  });
}

function receivedEvent(message: KafkaMessage, topic: string, partition: number): ReceivedEvent {
  const { key, value, offset, headers } = message;
  const traceparent = headers?.traceparent?.toString();
  return { key, value, origin: `${topic}/${partition}/${offset}`, traceparent };
}
