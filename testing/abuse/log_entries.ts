import { expectStatus } from "../http_client.ts";
import type { AttackTarget } from "./attack.ts";

const BATCH_ITEMS = 100;

/** A number of as many digits as the log stores unabbreviated. */
const NUMBER = "1234567890".repeat(100);

/** Records entries of 3 KB each; rounds the count up to whole batches. */
export async function recordEntries(target: AttackTarget, count: number): Promise<void> {
  const item = { operation: "gcd", input: { numbers: [NUMBER, NUMBER] } };
  const batch = { items: Array(BATCH_ITEMS).fill(item) };
  for (let recorded = 0; recorded < count; recorded += BATCH_ITEMS) {
    await expectStatus(await target.post("/batch", batch, target.token), 200);
  }
}
