import assert from "node:assert/strict";
import fc from "fast-check";
import { writeBisecting } from "../../../infra/request_log/bisect.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";

Deno.test("writeBisecting() returns the poison items and writes all others once", async () => {
  const batches = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(batches, fc.func(fc.boolean()), async (items, decide) => {
      const isPoison = (item: number) => decide(item);
      const written: number[] = [];
      const poisonItems = await writeBisecting(items, (some) => {
        if (some.some(isPoison)) return Promise.reject(new PermanentError(`rejected ${some}`));
        written.push(...some);
        return Promise.resolve();
      });
      assert.deepEqual(poisonItems.map(({ item }) => item), items.filter(isPoison));
      assert.deepEqual(written, items.filter((item) => !isPoison(item)));
      for (const { item, reason } of poisonItems) assert.equal(reason.message, `rejected ${item}`);
    }),
  );
});

Deno.test("writeBisecting() writes an accepted batch at once", async () => {
  const batches: number[][] = [];
  const write = (some: readonly number[]) => Promise.resolve(void batches.push([...some]));
  assert.deepEqual(await writeBisecting([1, 2, 3], write), []);
  assert.deepEqual(batches, [[1, 2, 3]]);
});

Deno.test("writeBisecting() rethrows any other error at once", async () => {
  let attempts = 0;
  const write = () => {
    attempts++;
    return Promise.reject(new Error("away"));
  };
  await assert.rejects(writeBisecting([1, 2, 3], write), { message: "away" });
  assert.equal(attempts, 1);
});
