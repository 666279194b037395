import assert from "node:assert/strict";
import type { HttpClient } from "../support/http_client.ts";
import { readTopic, type TestTopic, textOf } from "../support/kafka.ts";
import { until } from "../support/until.ts";

/** Time after the last service is back in which log and topic become complete. */
export const COMPLETE_WITHIN_MS = 10_000;

/** Waits until each answer is in the log exactly once, and asserts that it is on the topic. */
export async function assertRecorded(
  answered: ReadonlySet<string>,
  { client, token, topic }: {
    readonly client: HttpClient;
    readonly token: string;
    readonly topic: TestTopic;
  },
): Promise<void> {
  const since = performance.now();
  let logged: string[] = [];
  await until("every answer is in the log", async () => {
    logged = (await client.entries(token)).map(({ id }) => id);
    return answered.isSubsetOf(new Set(logged));
  }, COMPLETE_WITHIN_MS);
  assert.equal(new Set(logged).size, logged.length, "An entry is in the log twice");
  const left = COMPLETE_WITHIN_MS - (performance.now() - since);
  await until("every answer is on the topic", async () => {
    const published = await readTopic(topic.settings);
    return answered.isSubsetOf(new Set(published.map((event) => JSON.parse(textOf(event)).id)));
  }, left);
}
