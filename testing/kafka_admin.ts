import { AssignerProtocol, Kafka, logLevel, type PartitionAssigner } from "kafkajs";
import type { KafkaSettings } from "../infra/events/kafka/client.ts";
import { until } from "./until.ts";

/** Creates topics with one partition each. */
export async function makeTopics(
  { kafkaBrokers }: KafkaSettings,
  names: readonly string[],
): Promise<void> {
  const admin = clientOf(kafkaBrokers).admin();
  await admin.connect();
  await admin.createTopics({ topics: names.map((topic) => ({ topic })), waitForLeaders: false });
  await until("the topics have leaders", async () => {
    const metadata = await admin.fetchTopicMetadata({ topics: [...names] }).catch(() => undefined);
    return metadata?.topics.every(({ partitions }) =>
      partitions.every(({ leader }) => leader >= 0)
    );
  });
  await admin.disconnect();
}

/** Deletes those of the topics that exist. Brokers that a test has stopped keep theirs. */
export async function deleteTopics(
  { kafkaBrokers }: KafkaSettings,
  names: readonly string[],
): Promise<void> {
  const kafka = new Kafka({
    brokers: [...kafkaBrokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    await admin.deleteTopics({ topics: names.filter((name) => existing.has(name)) });
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith("KafkaJS"))) throw error;
  } finally {
    await admin.disconnect();
  }
}

/** Deletes the events before an offset, as the retention of a topic does. */
export async function deleteRecords(
  { kafkaBrokers, kafkaTopic: topic }: KafkaSettings,
  { partition, before }: { readonly partition: number; readonly before: number },
): Promise<void> {
  const admin = clientOf(kafkaBrokers).admin();
  await admin.connect();
  // It needs the leader of the partition, which a new client does not know yet.
  await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(before) }] });
  await admin.disconnect();
}

/** Joins a group with a private assignment protocol, so that the group rejects other clients. */
export async function occupyGroup(
  { kafkaBrokers, kafkaTopic, kafkaGroup }: KafkaSettings,
): Promise<AsyncDisposable> {
  const consumer = clientOf(kafkaBrokers).consumer({
    groupId: kafkaGroup,
    partitionAssigners: [unusualAssigner],
  });
  let hasJoined = false;
  consumer.on("consumer.group_join", () => {
    hasJoined = true;
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [kafkaTopic] });
  await consumer.run({ eachMessage: () => Promise.resolve() });
  await until("the client has joined the group", () => hasJoined);
  return { [Symbol.asyncDispose]: () => consumer.disconnect() };
}

/** Assigns no partitions. */
const unusualAssigner: PartitionAssigner = () => ({
  name: "unusual",
  version: 1,
  protocol: ({ topics }) => ({
    name: "unusual",
    metadata: AssignerProtocol.MemberMetadata.encode({
      version: 1,
      topics,
      userData: Buffer.alloc(0),
    }),
  }),
  assign: ({ members }) =>
    Promise.resolve(members.map(({ memberId }) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: {},
        userData: Buffer.alloc(0),
      }),
    }))),
});

function clientOf(brokers: readonly string[]): Kafka {
  return new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
}
