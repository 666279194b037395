import assert from "node:assert/strict";
import { resultText } from "../../../domain/result_text.ts";
import { createMemoryCache } from "../../../infra/cache/memory.ts";
import { createTieredCache } from "../../../infra/cache/tiered.ts";

const SIX = await resultText("6");

function createFixture() {
  const [near, far] = [createMemoryCache(2 ** 20), createMemoryCache(2 ** 20)];
  const lookUps: (string | undefined)[] = [];
  const levels = [{ name: "near", cache: near }, { name: "far", cache: far }];
  const cache = createTieredCache(levels, { onLookUp: (level) => lookUps.push(level) });
  return { near, far, cache, lookUps };
}

Deno.test("put() writes to every level", async () => {
  const { near, far, cache } = createFixture();
  await cache.put("factorial:3", SIX);
  assert.deepEqual(await near.get("factorial:3"), SIX);
  assert.deepEqual(await far.get("factorial:3"), SIX);
});

Deno.test("a hit is copied to the levels before it, and each look-up is reported once", async () => {
  const { near, far, cache, lookUps } = createFixture();
  await far.put("factorial:3", SIX);
  assert.deepEqual(await cache.get("factorial:3"), SIX);
  assert.deepEqual(await near.get("factorial:3"), SIX);
  assert.deepEqual(await cache.get("factorial:3"), SIX);
  assert.equal(await cache.get("factorial:4"), undefined);
  assert.deepEqual(lookUps, ["far", "near", undefined]);
});
