import assert from "node:assert/strict";
import fc from "fast-check";
import type { ResultCache } from "../../../domain/ports.ts";
import { type ResultText, resultText } from "../../../domain/result_text.ts";
import { createMemoryCache } from "../../../infra/cache/memory.ts";

/** Bytes that the cache counts for an entry besides its key and its text. */
const ENTRY_BYTES = 200;

function resultOf(digits: number): Promise<ResultText> {
  return resultText("7".repeat(digits));
}

async function found(cache: ResultCache, keys: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (const key of keys) if (await cache.get(key)) kept.push(key);
  return kept;
}

Deno.test("the cached results never exceed the size of the cache", async () => {
  const entry = fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.nat(3_000));
  const entries = fc.uniqueArray(entry, { selector: ([key]) => key, maxLength: 60 });
  const check = fc.asyncProperty(entries, fc.nat(10_000), async (entries, maxBytes) => {
    const cache = createMemoryCache(maxBytes);
    for (const [key, digits] of entries) await cache.put(key, await resultOf(digits));
    const kept = new Set(await found(cache, entries.map(([key]) => key)));
    const bytes = entries.filter(([key]) => kept.has(key))
      .reduce((sum, [key, digits]) => sum + ENTRY_BYTES + key.length + digits, 0);
    assert.ok(bytes <= maxBytes, `${bytes} > ${maxBytes}`);
  });
  await fc.assert(check);
});

Deno.test("recently used results are kept, and the others are dropped first", async () => {
  const room = 8;
  const cache = createMemoryCache(room * (ENTRY_BYTES + 3));
  await cache.put("x1", await resultOf(1));
  for (let i = 10; i < 99; i++) {
    await cache.put(String(i), await resultOf(1));
    assert.ok(await cache.get("x1"), `after ${i}`);
  }
  assert.ok(await cache.get("98"));
  assert.deepEqual(await found(cache, ["10", "50", "88"]), []);
});

Deno.test("a result is kept until half the cache has been filled after its last use", async () => {
  const room = 8;
  const operation = fc.record({ put: fc.boolean(), key: fc.constantFrom(..."abcdefghijkl") });
  const check = fc.asyncProperty(fc.array(operation, { maxLength: 80 }), async (operations) => {
    const cache = createMemoryCache(room * (ENTRY_BYTES + 2));
    const lastUse = new Map<string, number>();
    for (const [now, { put, key }] of operations.entries()) {
      const before = lastUse.get(key);
      const isRecent = before !== undefined && now - before <= room / 2;
      const result = await cache.get(key);
      if (isRecent) assert.ok(result, `${key} is missing`);
      if (put) await cache.put(key, await resultOf(1));
      if (put || result) lastUse.set(key, now);
    }
  });
  await fc.assert(check);
});

Deno.test("a result larger than half the cache is not cached, and displaces nothing", async () => {
  const size = ENTRY_BYTES + 5 + 5_000;
  for (const [maxBytes, kept] of [[2 * size, ["small", "large"]], [2 * size - 1, ["small"]]]) {
    const cache = createMemoryCache(Number(maxBytes));
    await cache.put("small", await resultOf(9));
    await cache.put("large", await resultOf(5_000));
    assert.deepEqual(await found(cache, ["small", "large"]), kept);
  }
});

Deno.test("the details of a result count towards its size", async () => {
  const cache = createMemoryCache(2_000);
  const details = { modulus: "7".repeat(900) };
  await cache.put("large", await resultText({ text: "7", details }));
  assert.equal(await cache.get("large"), undefined);
});

Deno.test("a cache of 0 bytes keeps nothing", async () => {
  const cache = createMemoryCache(0);
  await cache.put("", await resultOf(0));
  await cache.put("a", await resultOf(1));
  assert.deepEqual(await found(cache, ["", "a"]), []);
});
