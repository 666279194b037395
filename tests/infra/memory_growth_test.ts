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

/** Memory of a process, of which work takes a part while it runs. */
function startProcess() {
  const process = { bytes: 1_000, workBytes: 0, isWorking: false };
  let looks = 0;
  const watchGrowth = createMemoryGrowth({
    isWorking: () => process.isWorking,
    residentBytes: () => {
      looks++;
      return process.bytes + process.workBytes;
    },
    everyMs: EVERY_MS,
  });
  // The memory is looked at while this lasts.
  const end = watchGrowth(Infinity, () => {});
  return {
    bytes: process.bytes,
    watchGrowth,
    [Symbol.dispose]: end,
    set: async (change: Partial<typeof process>) => {
      Object.assign(process, change);
      const before = looks;
      await until("the memory is looked at", () => looks > before);
    },
  };
}

Deno.test("growth during work that takes much memory counts only beyond 256 MiB", async () => {
  using process = startProcess();
  const { bytes, watchGrowth, set } = process;
  let seen = 0;
  const end = watchGrowth(100, () => seen++);

  await set({ isWorking: true, workBytes: 2 ** 28 });
  await set({ isWorking: false, workBytes: 0 });
  await set({ bytes: bytes + 100 });
  assert.equal(seen, 0, "nothing is left of the work, and nothing else has grown too much");

  await set({ bytes: bytes + 101 });
  assert.equal(seen, 1);
  end();

  await set({ bytes, isWorking: true });
  const endBeyond = watchGrowth(100, () => seen++);
  await set({ workBytes: 2 ** 28 + 101 });
  assert.equal(seen, 2);
  endBeyond();
});

Deno.test("a watch counts from its own start, whatever work ends meanwhile", async () => {
  using process = startProcess();
  const { bytes, watchGrowth, set } = process;
  const seen: string[] = [];
  const ends = [watchGrowth(2 ** 20, () => seen.push("first"))];
  await set({ isWorking: true, workBytes: 2 ** 25 });
  // The end of the work and the new watch come between two looks.
  const settled = set({ isWorking: false, workBytes: 0 });
  ends.push(watchGrowth(100, () => seen.push("second")));
  await settled;
  await set({ bytes: bytes + 100 });
  assert.deepEqual(seen, []);
  await set({ bytes: bytes + 101 });
  assert.deepEqual(seen, ["second"]);
  for (const end of ends) end();
});

Deno.test("work that grew beyond 256 MiB explains nothing after it has given its memory back", async () => {
  using process = startProcess();
  const { bytes, watchGrowth, set } = process;
  let seen = 0;
  const end = watchGrowth(2 ** 20, () => seen++);
  await set({ isWorking: true, workBytes: 2 ** 28 + 2 ** 20 });
  await set({ isWorking: false, workBytes: 0 });
  await set({ bytes: bytes + 2 ** 20 });
  assert.equal(seen, 0);
  await set({ bytes: bytes + 2 ** 20 + 1 });
  assert.equal(seen, 1);
  end();
});

Deno.test("garbage that is collected after the work explains no later growth", async () => {
  using process = startProcess();
  const { bytes, watchGrowth, set } = process;
  let seen = 0;
  const end = watchGrowth(100, () => seen++);
  await set({ isWorking: true, workBytes: 10_000 });
  await set({ isWorking: false });
  await set({ workBytes: 0 });
  await set({ bytes: bytes + 101 });
  assert.equal(seen, 1);
  end();
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
