import { type Kafka, type Message, Partitioners, type Producer } from "kafkajs";
import { type PoisonItem, writeBisecting } from "../../request_log/bisect.ts";
import { PermanentError } from "../../request_log/permanent_error.ts";
import type { DeadLetter, EventProducer, OutgoingEvent } from "../event_topic.ts";
import { translateError } from "./errors.ts";
import { createReconnectingClient } from "./reconnecting_client.ts";

const ALL_REPLICAS = -1;
const TIMEOUT_MS = 2_000;

/** Bytes to which the key and the value of a dead letter are truncated if it is too large. */
const TRUNCATED_BYTES = 10_000;

/**
 * A producer that reconnects after a failure. It is not idempotent: with `idempotent`, kafkajs
 * loses batches that are acknowledged after a request has timed out.
 */
export function createKafkaProducer(kafka: Kafka, topic: string): EventProducer {
  const client = createReconnectingClient({
    connect: () => connected(kafka),
    isReply: (error) => translateError(error) instanceof PermanentError,
  });

  async function use(
    work: (producer: Producer) => Promise<unknown>,
    message: string,
  ): Promise<void> {
    try {
      await client.use(work, { timeoutMs: TIMEOUT_MS, message });
    } catch (error) {
      throw translateError(error);
    }
  }

  function send(name: string, messages: Message[]): Promise<void> {
    const record = { topic: name, messages, acks: ALL_REPLICAS, timeout: TIMEOUT_MS };
    return use((producer) => producer.send(record), "No acknowledgement from Kafka");
  }

  async function deadLetter(
    letters: readonly DeadLetter[],
  ): Promise<readonly PoisonItem<DeadLetter>[]> {
    const write = (some: readonly DeadLetter[], maxBytes = Infinity) =>
      send(`${topic}.dead`, some.map((letter) => deadMessage(letter, maxBytes)));
    const rejected: PoisonItem<DeadLetter>[] = [];
    for (const { item } of await writeBisecting(letters, (some) => write(some))) {
      rejected.push(...await writeBisecting([item], (some) => write(some, TRUNCATED_BYTES)));
    }
    return rejected;
  }

  return {
    connect: () => use(() => Promise.resolve(), "No connection to Kafka"),
    publish: (events) => send(topic, events.map(message)),
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

function message({ key, json, traceparent }: OutgoingEvent): Message {
  return { key, value: json, ...(traceparent !== undefined && { headers: { traceparent } }) };
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
