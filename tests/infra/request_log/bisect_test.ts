import assert from "node:assert/strict";
import fc from "fast-check";
import { writeBisecting } from "../../../infra/request_log/bisect.ts";
import { PermanentError } from "../../../infra/request_log/permanent_error.ts";

Deno.test("what is refused alone is found, and everything else is written once", async () => {
  const batches = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(batches, fc.func(fc.boolean()), async (items, decide) => {
      const isCulprit = (item: number) => decide(item);
      const written: number[] = [];
      const culprits = await writeBisecting(items, (some) => {
        if (some.some(isCulprit)) return Promise.reject(new PermanentError(`refused ${some}`));
        written.push(...some);
        return Promise.resolve();
      });
      assert.deepEqual(culprits.map(({ item }) => item), items.filter(isCulprit));
      assert.deepEqual(written, items.filter((item) => !isCulprit(item)));
      for (const { item, reason } of culprits) assert.equal(reason.message, `refused ${item}`);
    }),
  );
});

Deno.test("a batch that nobody refuses is written in one piece", async () => {
  const batches: number[][] = [];
  const write = (some: readonly number[]) => Promise.resolve(void batches.push([...some]));
  assert.deepEqual(await writeBisecting([1, 2, 3], write), []);
  assert.deepEqual(batches, [[1, 2, 3]]);
});

Deno.test("any other error ends the attempt at once", async () => {
  let attempts = 0;
  const write = () => {
    attempts++;
    return Promise.reject(new Error("away"));
  };
  await assert.rejects(writeBisecting([1, 2, 3], write), { message: "away" });
  assert.equal(attempts, 1);
});
