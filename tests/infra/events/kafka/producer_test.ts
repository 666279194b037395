import assert from "node:assert/strict";
import type { DeadLetter } from "../../../../infra/events/event_topic.ts";
import { createKafkaProducer } from "../../../../infra/events/kafka/producer.ts";

const LARGE = "7".repeat(20_000);

interface Message {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A producer whose brokers reject requests of more than `maxBytes`. */
function createFixture(maxBytes: number) {
  const sent: Message[] = [];
  const kafka = {
    producer: () => ({
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      send: ({ messages }: { readonly messages: readonly Message[] }) => {
        const bytes = messages.flatMap(({ key, value }) => [key?.length ?? 0, value?.length ?? 0])
          .reduce((sum, length) => sum + length, 0);
        if (bytes > maxBytes) {
          const type = "MESSAGE_TOO_LARGE";
          return Promise.reject(Object.assign(new Error("too large"), { type }));
        }
        sent.push(...messages);
        return Promise.resolve([]);
      },
    }),
  } as unknown as Parameters<typeof createKafkaProducer>[0];
  return { producer: createKafkaProducer(kafka, "apilogs"), sent };
}

function letter(key: string, origin: string): DeadLetter {
  return { key, value: "garbage", origin, reason: "no JSON" };
}

Deno.test("the key of a dead letter is truncated if it is too large", async () => {
  const { producer, sent } = createFixture(LARGE.length);
  const letters = [letter("u", "a/0/1"), letter(LARGE, "a/0/2"), letter("v", "a/0/3")];
  assert.deepEqual(await producer.deadLetter(letters), []);
  const kept = sent.find(({ headers }) => headers.origin === "a/0/2")!;
  assert.equal(String(kept.key), "7".repeat(10_000));
  assert.equal(String(kept.value), "garbage");
  assert.equal(kept.headers.key_bytes, String(LARGE.length));
  assert.equal(sent.length, 3);
  await producer.close();
});

Deno.test("a dead letter that is rejected even when truncated is returned, and the others are sent", async () => {
  const { producer, sent } = createFixture(1_000);
  const letters = [letter("u", "a/0/1"), letter(LARGE, "a/0/2"), letter("v", "a/0/3")];
  const rejected = await producer.deadLetter(letters);
  assert.deepEqual(rejected.map(({ item }) => item), [letters[1]]);
  assert.deepEqual(sent.map(({ headers }) => headers.origin), ["a/0/1", "a/0/3"]);
  await producer.close();
});
