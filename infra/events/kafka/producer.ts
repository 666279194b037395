import { type Kafka, type Message, Partitioners, type Producer } from "kafkajs";
import { type PoisonItem, writeBisecting } from "../../request_log/bisect.ts";
import { PermanentError } from "../../request_log/permanent_error.ts";
import type { DeadLetter, EventProducer } from "../event_topic.ts";
import { translateError } from "./errors.ts";
import { createReconnectingClient } from "./reconnecting_client.ts";

const ALL_REPLICAS = -1;
const TIME_LIMIT_MS = 2_000;

/** Of the key and of the value of a dead letter that is too large, this much is kept. */
const KEPT_BYTES = 10_000;

/**
 * A producer whose client is dropped when it fails and made anew at the next event. It is not
 * idempotent: so the client was seen to lose batches that were acknowledged after a timeout.
 */
export function createKafkaProducer(kafka: Kafka, topic: string): EventProducer {
  const client = createReconnectingClient({
    connect: () => connected(kafka),
    isAnswer: (error) => translateError(error) instanceof PermanentError,
  });

  async function use(what: string, work: (producer: Producer) => Promise<unknown>): Promise<void> {
    try {
      await client.use(what, TIME_LIMIT_MS, work);
    } catch (error) {
      throw translateError(error);
    }
  }

  function send(name: string, messages: Message[]): Promise<void> {
    return use(
      "Sending events to Kafka",
      (producer) =>
        producer.send({ topic: name, messages, acks: ALL_REPLICAS, timeout: TIME_LIMIT_MS }),
    );
  }

  async function deadLetter(
    letters: readonly DeadLetter[],
  ): Promise<readonly PoisonItem<DeadLetter>[]> {
    const put = (some: readonly DeadLetter[], maxBytes = Infinity) =>
      send(`${topic}.dead`, some.map((letter) => deadMessage(letter, maxBytes)));
    const refused: PoisonItem<DeadLetter>[] = [];
    for (const { item } of await writeBisecting(letters, (some) => put(some))) {
      refused.push(...await writeBisecting([item], (some) => put(some, KEPT_BYTES)));
    }
    return refused;
  }

  return {
    connect: () => use("Connecting to Kafka", () => Promise.resolve()),
    publish: (events) => send(topic, events.map(({ key, json }) => ({ key, value: json }))),
    deadLetter,
    close: client.close,
  };
}

async function connected(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    idempotent: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}

function deadMessage({ key, value, origin, reason }: DeadLetter, maxBytes: number): Message {
  const keyBytes = key === null ? null : bufferOf(key);
  const bytes = value === null ? null : bufferOf(value);
  return {
    key: keyBytes && keyBytes.subarray(0, maxBytes),
    value: bytes && bytes.subarray(0, maxBytes),
    headers: {
      reason,
      origin,
      ...(bytes && bytes.length > maxBytes && { bytes: String(bytes.length) }),
      ...(keyBytes && keyBytes.length > maxBytes && { key_bytes: String(keyBytes.length) }),
    },
  };
}

function bufferOf(value: Uint8Array | string): Buffer {
  return typeof value === "string" ? Buffer.from(value) : Buffer.from(value);
}
