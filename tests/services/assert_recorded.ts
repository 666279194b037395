import assert from "node:assert/strict";
import type { HttpClient } from "../../testing/http_client.ts";
import { followTopic, type TestTopic, textOf } from "../../testing/kafka.ts";
import { until } from "../../testing/until.ts";

/** Limit for recovery from a fault. On an idle machine log and topic are complete within 10 s. */
export const COMPLETE_WITHIN_MS = 90_000;

export interface AssertRecordedOptions {
  readonly client: HttpClient;
  readonly token: string;
  readonly topic: TestTopic;
}

/** Asserts that each answer is in the log exactly once and on the topic. */
export async function assertRecorded(
  answered: ReadonlySet<string>,
  { client, token, topic }: AssertRecordedOptions,
): Promise<void> {
  await using follower = await followTopic(topic.settings);
  let logged: string[] = [];
  await until("every answer is in the log", async () => {
    logged = (await client.entries(token)).map(({ id }) => id);
    return answered.isSubsetOf(new Set(logged));
  }, COMPLETE_WITHIN_MS);
  assert.equal(new Set(logged).size, logged.length, "An entry is in the log twice");

  const published = new Set<string>();
  let read = 0;
  await until("every answer is on the topic", () => {
    for (; read < follower.events.length; read++) {
      published.add(JSON.parse(textOf(follower.events[read]!)).id);
    }
    return answered.isSubsetOf(published);
  }, COMPLETE_WITHIN_MS);
}
