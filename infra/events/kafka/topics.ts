import type { Admin, Kafka } from "kafkajs";
import type { TimeoutOptions } from "../../async/with_timeout.ts";
import { isUnknownTopic, translateError } from "./errors.ts";
import type { Offsets, OffsetSource } from "./gap_detector.ts";
import { createReconnectingClient } from "./reconnecting_client.ts";

const PROBE_MS = 1_000;
const CREATE_MS = 5_000;
const PARTITIONS = 6;

export interface KafkaTopics extends OffsetSource {
  probe(): Promise<void>;
  lag(): Promise<number>;
  close(): Promise<void>;
}

export interface KafkaTopicsOptions {
  readonly topic: string;
  readonly group: string;
  /** Whether missing topics are created. */
  readonly create: boolean;
}

/** Inspects the topic and its dead-letter topic, and creates them if they are missing. */
export function createKafkaTopics(
  kafka: Kafka,
  { topic, group, create }: KafkaTopicsOptions,
): KafkaTopics {
  const names = [topic, `${topic}.dead`];
  const client = createReconnectingClient({
    connect: () => connected(kafka),
    isReply: isUnknownTopic,
  });

  async function use<Result>(
    work: (admin: Admin) => Promise<Result>,
    timeout: TimeoutOptions,
  ): Promise<Result> {
    try {
      return await client.use(work, timeout);
    } catch (error) {
      throw isUnknownTopic(error) ? error : translateError(error);
    }
  }

  async function probe(): Promise<void> {
    try {
      const { topics } = await use(
        (admin) => admin.fetchTopicMetadata({ topics: names }),
        { timeoutMs: PROBE_MS, message: "No topic metadata from Kafka" },
      );
      const hasLeaders = topics.every(({ partitions }) =>
        partitions.every(({ leader }) => leader >= 0)
      );
      if (!hasLeaders) throw new Error(`A partition of ${topic} has no leader`);
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
      await use(createTopics, {
        timeoutMs: CREATE_MS,
        message: "Kafka did not create the topics",
      });
    }
  }

  async function createTopics(admin: Admin): Promise<void> {
    const existing = await admin.listTopics();
    const missing = names.filter((name) => !existing.includes(name));
    if (!create && missing.length > 0) {
      throw new Error(`Kafka has no topic ${missing.join(" or ")}, and KAFKA_CREATE_TOPICS is off`);
    }
    const topics = missing.map((name) => ({
      topic: name,
      numPartitions: name === topic ? PARTITIONS : 1,
    }));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
  }

  function lag(): Promise<number> {
    return use(async (admin) => {
      const [ends, [stored]] = await Promise.all([
        admin.fetchTopicOffsets(topic),
        admin.fetchOffsets({ groupId: group, topics: [topic] }),
      ]);
      const next = new Map(stored?.partitions.map(({ partition, offset }) => [partition, offset]));
      return ends.reduce((sum, { partition, high, low }) => {
        const from = Math.max(Number(low), Number(next.get(partition) ?? -1));
        return sum + Math.max(0, Number(high) - from);
      }, 0);
    }, { timeoutMs: PROBE_MS, message: "No offsets from Kafka" });
  }

  function committed(): Promise<Offsets> {
    return use(async (admin) => {
      const [stored] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const known = (stored?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
      return new Map(known.map(({ partition, offset }) => [partition, BigInt(offset)]));
    }, { timeoutMs: PROBE_MS, message: "No offsets from Kafka" });
  }

  function oldest(): Promise<Offsets> {
    return use(async (admin) => {
      const partitions = await admin.fetchTopicOffsets(topic);
      return new Map(partitions.map(({ partition, low }) => [partition, BigInt(low)]));
    }, { timeoutMs: PROBE_MS, message: "No offsets from Kafka" });
  }

  return { probe, lag, committed, oldest, close: client.close };
}

async function connected(kafka: Kafka): Promise<Admin> {
  const admin = kafka.admin();
  await admin.connect();
  return admin;
}
