import { createKafkaTopic } from "../infra/events/kafka/topic.ts";
import type { KafkaSettings } from "../infra/events/kafka/client.ts";
import type { EventTopic, ReceivedEvent } from "../infra/events/event_topic.ts";
import { deleteTopics } from "./kafka_admin.ts";
import { addressOf, isIgnored } from "./services.ts";
import { until } from "./until.ts";

export const IGNORE_KAFKA = isIgnored("kafka");

/** A topic and a consumer group for one test. Disposing of it deletes the topic and its dead letters. */
export interface TestTopic extends AsyncDisposable {
  readonly name: string;
  readonly settings: KafkaSettings;
  /** Environment of a program that uses them. */
  readonly env: Readonly<Record<string, string>>;
}

export function newTopic(changes: Partial<KafkaSettings> = {}): TestTopic {
  const name = `test-${crypto.randomUUID()}`;
  const brokers = changes.kafkaBrokers ?? addressOf("kafka").split(",");
  const settings: KafkaSettings = {
    kafkaBrokers: brokers,
    kafkaTopic: name,
    kafkaCreateTopics: true,
    kafkaGroup: name,
    kafkaTls: false,
    kafkaCa: undefined,
    kafkaSasl: undefined,
    kafkaUsername: undefined,
    kafkaPassword: undefined,
    ...changes,
  };
  const env = { KAFKA_BROKERS: brokers.join(), KAFKA_TOPIC: name, KAFKA_GROUP: name };
  return {
    name,
    settings,
    env,
    [Symbol.asyncDispose]: () => deleteTopics(settings, [name, `${name}.dead`]),
  };
}

export interface OpenTopic extends AsyncDisposable {
  readonly topic: EventTopic;
}

/** Creates a topic and returns a client once every partition has a leader. */
export async function openTopic(settings: KafkaSettings): Promise<OpenTopic> {
  const topic = createKafkaTopic(settings);
  await probe(topic);
  await until("every partition has a leader", () => topic.lag().then(() => true, () => false));
  return { topic, [Symbol.asyncDispose]: () => topic.close() };
}

/** Probes a topic until the broker responds in time and a leader of each partition is elected. */
export async function probe(topic: EventTopic): Promise<void> {
  await until("the broker has time for the probe", async () => {
    try {
      await topic.probe();
      return true;
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  });
}

/** Whether the broker replied late or not at all, or with an error that the protocol says to retry. */
function isTransient(error: unknown): boolean {
  if (/within \d+ ms|No broker of Kafka has replied/.test(String(error))) return true;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("type" in cause && "retriable" in cause) return cause.retriable === true;
  }
  return false;
}

/** Options of a consumer that retries without limit and reports no state. */
export const KEEP_TRYING = { isReachable: () => true, onChange() {} };

/** Reads all current events of a topic. */
export async function readTopic(settings: KafkaSettings): Promise<ReceivedEvent[]> {
  await using follower = await followTopic(settings);
  await until("the whole topic has been read", async () => await follower.topic.lag() === 0);
  return follower.events;
}

/** Reads a topic from its beginning and follows it. */
export interface TopicFollower extends OpenTopic {
  /** Events read so far. */
  readonly events: ReceivedEvent[];
}

export async function followTopic(settings: KafkaSettings): Promise<TopicFollower> {
  const group = `reader-${crypto.randomUUID()}`;
  const { topic } = await openTopic({ ...settings, kafkaGroup: group });
  const events: ReceivedEvent[] = [];
  const consumer = topic.consume((some) => Promise.resolve(void events.push(...some)), KEEP_TRYING);
  return {
    topic,
    events,
    [Symbol.asyncDispose]: async () => {
      await consumer.stop();
      await topic.close();
    },
  };
}

/** Value of an event as text; empty for a tombstone. */
export function textOf({ value }: ReceivedEvent): string {
  return value === null ? "" : new TextDecoder().decode(value);
}
