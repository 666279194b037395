import assert from "node:assert/strict";
import { createMemoryGrowth } from "../../infra/memory_growth.ts";
import { until } from "../../testing/until.ts";

const EVERY_MS = 1;

Deno.test("whoever watches learns once that the memory has grown by more than their bytes", async () => {
  let bytes = 1_000;
  const watchGrowth = createMemoryGrowth({ residentBytes: () => bytes, everyMs: EVERY_MS });
  const seen: string[] = [];
  const endSmall = watchGrowth(100, () => seen.push("small"));
  const endLarge = watchGrowth(300, () => seen.push("large"));
  bytes = 1_101;
  await until("the small growth is seen", () => seen.length > 0);
  const endLater = watchGrowth(100, () => seen.push("later"));
  bytes = 1_301;
  await until("the large growth is seen", () => seen.includes("large"));
  await until("the later growth is seen", () => seen.includes("later"));
  assert.deepEqual(seen, ["small", "large", "later"]);
  for (const end of [endSmall, endLarge, endLater]) end();
});

Deno.test("growth during work that takes much memory counts only beyond 256 MiB", async () => {
  const start = 1_000;
  const work = { bytes: 0, isRunning: false };
  let bytes = start;
  let looks = 0;
  const watchGrowth = createMemoryGrowth({
    isWorking: () => work.isRunning,
    residentBytes: () => {
      looks++;
      return bytes + work.bytes;
    },
    everyMs: EVERY_MS,
  });
  const looked = async () => {
    const before = looks;
    await until("the memory is looked at", () => looks > before + 1);
  };
  let seen = 0;
  const end = watchGrowth(100, () => seen++);

  work.isRunning = true;
  work.bytes = 2 ** 28;
  await looked();
  work.bytes = 0;
  work.isRunning = false;
  await looked();
  bytes = start + 100;
  await looked();
  assert.equal(seen, 0, "nothing is left of the work, and nothing else has grown too much");

  bytes = start + 101;
  await until("other growth is seen", () => seen === 1);
  end();

  bytes = start;
  work.isRunning = true;
  watchGrowth(100, () => seen++);
  work.bytes = 2 ** 28 + 101;
  await until("growth beyond what is explained is seen", () => seen === 2);
});

Deno.test("whoever has ended a watch learns nothing", async () => {
  let bytes = 0;
  const watchGrowth = createMemoryGrowth({ residentBytes: () => bytes, everyMs: EVERY_MS });
  let isCalled = false;
  watchGrowth(1, () => isCalled = true)();
  let isSeen = false;
  watchGrowth(1, () => isSeen = true);
  bytes = 10;
  await until("another watch sees the growth", () => isSeen);
  assert.equal(isCalled, false);
});

Deno.test("the memory is that of the process", async () => {
  const watchGrowth = createMemoryGrowth();
  let isSeen = false;
  const end = watchGrowth(2 ** 26, () => isSeen = true);
  const held = new Uint8Array(2 ** 27).fill(1);
  await until("the growth is seen", () => isSeen);
  assert.equal(held.at(-1), 1);
  end();
});
