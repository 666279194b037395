import assert from "node:assert/strict";
import type { ResultCache } from "../../domain/ports.ts";
import { resultText } from "../../domain/result_text.ts";

export interface OpenResultCache extends AsyncDisposable {
  readonly cache: ResultCache;
}

/** Tests the guarantees of a `ResultCache`; `open` returns an empty one of several megabytes. */
export function testResultCache(
  { name, ignore }: { readonly name: string; readonly ignore: boolean },
  open: () => Promise<OpenResultCache>,
): void {
  Deno.test({
    name: `result cache on ${name}: get() returns the result that was put, to the last digit`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { cache } = opened;
      const texts = ["0", "-8/27", "0.125", "7".repeat(1_000), `-${"123456789".repeat(50_000)}`];
      for (const [i, text] of texts.entries()) await cache.put(`test:${i}`, await resultText(text));
      for (const [i, text] of texts.entries()) {
        assert.deepEqual(await cache.get(`test:${i}`), await resultText(text));
      }
    },
  });

  Deno.test({
    name: `result cache on ${name}: get() finds nothing under any other key`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { cache } = opened;
      await cache.put("pow:1:23", await resultText("1"));
      for (const key of ["pow:12:3", "pow:1:2", "pow:1:23:", "POW:1:23", ""]) {
        assert.equal(await cache.get(key), undefined);
      }
    },
  });

  Deno.test({
    name: `result cache on ${name}: a result may be put several times`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { cache } = opened;
      const result = await resultText("6");
      for (let i = 0; i < 3; i++) await cache.put("factorial:3", result);
      assert.deepEqual(await cache.get("factorial:3"), result);
    },
  });
}
