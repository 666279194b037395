import type { Admin, Kafka } from "kafkajs";
import { isUnknownTopic, translateError } from "./errors.ts";
import { createReconnectingClient } from "./reconnecting_client.ts";

const PROBE_MS = 1_000;
const CREATE_MS = 5_000;
const PARTITIONS = 6;

export interface KafkaTopics {
  probe(): Promise<void>;
  lag(): Promise<number>;
  close(): Promise<void>;
}

export interface KafkaTopicsOptions {
  readonly topic: string;
  readonly group: string;
  /** Whether topics that are missing are made. */
  readonly create: boolean;
}

/** Looks at the topics, and makes them if they are missing, through a client that is renewed. */
export function createKafkaTopics(
  kafka: Kafka,
  { topic, group, create }: KafkaTopicsOptions,
): KafkaTopics {
  const names = [topic, `${topic}.dead`];
  const client = createReconnectingClient({
    connect: () => connected(kafka),
    isAnswer: isUnknownTopic,
  });

  async function use<Result>(
    what: string,
    timeLimitMs: number,
    work: (admin: Admin) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await client.use(what, timeLimitMs, work);
    } catch (error) {
      throw isUnknownTopic(error) ? error : translateError(error);
    }
  }

  async function probe(): Promise<void> {
    const look = () =>
      use(
        "Looking at Kafka's topics",
        PROBE_MS,
        (admin) => admin.fetchTopicMetadata({ topics: names }),
      );
    try {
      const { topics } = await look();
      const hasLeaders = topics.every(({ partitions }) =>
        partitions.every(({ leader }) => leader >= 0)
      );
      if (!hasLeaders) throw new Error(`A partition of ${topic} has no leader`);
    } catch (error) {
      if (!isUnknownTopic(error)) throw error;
      await use("Making Kafka's topics", CREATE_MS, makeTopics);
    }
  }

  async function makeTopics(admin: Admin): Promise<void> {
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
    return use("Asking Kafka for the lag", PROBE_MS, async (admin) => {
      const [ends, [stored]] = await Promise.all([
        admin.fetchTopicOffsets(topic),
        admin.fetchOffsets({ groupId: group, topics: [topic] }),
      ]);
      const next = new Map(stored?.partitions.map(({ partition, offset }) => [partition, offset]));
      return ends.reduce((sum, { partition, high, low }) => {
        const from = Math.max(Number(low), Number(next.get(partition) ?? -1));
        return sum + Math.max(0, Number(high) - from);
      }, 0);
    });
  }

  return { probe, lag, close: client.close };
}

async function connected(kafka: Kafka): Promise<Admin> {
  const admin = kafka.admin();
  await admin.connect();
  return admin;
}
