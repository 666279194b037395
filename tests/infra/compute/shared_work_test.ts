import assert from "node:assert/strict";
import { wholeText } from "../../../domain/result_text.ts";
import { until } from "../../../testing/until.ts";
import { LONG, startPool, type TestPool } from "./pool_fixture.ts";

const OVERLOADED = { code: "overloaded", retryAfterSeconds: 5 };

/** Starts to compute 1!, 2!, … for a user, and records the order in which they end. */
function startMany({ start }: TestPool, count: number, userId: string) {
  const ended: number[] = [];
  const works = Array.from({ length: count }, (_, index) => {
    const work = start(index + 1, { userId });
    work.result.then(() => ended.push(index + 1), () => {});
    return work;
  });
  return { works, ended };
}

Deno.test("a user who joins another user's 60th waiting job waits for at most one other job", async () => {
  await using pool = startPool();
  const busy = pool.occupy();
  const { works, ended } = startMany(pool, 60, "hog");
  works[59]!.join("ada");
  await busy.cancel();
  await works[59]!.result;
  assert.deepEqual(ended, [1, 60]);
  await Promise.all(works.map(({ result }) => result));
  assert.equal(new Set(ended).size, 60);
});

Deno.test("shared work that starts at one user's turn does not use up the other user's turn", async () => {
  await using pool = startPool();
  const busy = pool.occupy();
  const { works, ended } = startMany(pool, 3, "hog");
  works[0]!.join("ada");
  const own = pool.start(9, { userId: "ada" });
  own.result.then(() => ended.push(9));
  await busy.cancel();
  await Promise.all([own, ...works].map(({ result }) => result));
  assert.deepEqual(ended, [1, 9, 2, 3]);
});

Deno.test("a user who joins running work takes no place in the queue", async () => {
  await using pool = startPool();
  const work = pool.start(60_000);
  assert.equal(pool.pool.busy, 1);
  work.join("eve");
  assert.equal(pool.pool.waiting, 0);
  work.leave("ada");
  assert.equal((await work.result).digits, 260_635);
  work.join("bob");
  work.leave("bob");
  assert.equal(pool.pool.waiting, 0);
});

Deno.test("a user who leaves loses only their own place", async (t) => {
  const cases = [["the first user", "hog", [1, 3, 2]], ["the user who joined", "ada", [
    1,
    2,
    3,
  ]]] as const;
  for (const [name, userId, order] of cases) {
    await t.step(name, async () => {
      await using pool = startPool();
      const busy = pool.occupy();
      const { works, ended } = startMany(pool, 3, "hog");
      works[2]!.join("ada");
      works[2]!.leave(userId);
      assert.equal(pool.pool.waiting, 3);
      await busy.cancel();
      await Promise.all(works.map(({ result }) => result));
      assert.deepEqual(ended, order);
    });
  }
});

Deno.test("work is cancelled when the last of its users has left", async () => {
  await using pool = startPool();
  const [running, waiting] = [pool.start(LONG), pool.start(5)];
  for (const work of [running, waiting]) {
    work.join("eve");
    work.leave("ada");
  }
  assert.deepEqual([pool.pool.busy, pool.pool.waiting], [1, 1]);
  for (const work of [waiting, running]) {
    work.leave("eve");
    await assert.rejects(work.result, { name: "AbortError" });
  }
  assert.equal(pool.pool.waiting, 0);
  await until("the isolate is idle", () => pool.pool.busy === 0);
});

Deno.test("a full queue drops one user's place for a shared job and keeps the other places", async () => {
  await using pool = startPool();
  const busy = pool.occupy();
  const { works } = startMany(pool, 64, "hog");
  const others = ["b", "c", "d"].flatMap((userId) => startMany(pool, 64, userId).works);
  works[63]!.join("ada");
  assert.equal(pool.pool.waiting, 256);
  const displacing = pool.start(5, { userId: "eve" });
  await assert.rejects(others[63]!.result, OVERLOADED);
  assert.equal(pool.pool.waiting, 256);
  await busy.cancel();
  const results = await Promise.allSettled([...works, ...others, displacing].map((w) => w.result));
  assert.equal(results.filter(({ status }) => status === "rejected").length, 1);
});

Deno.test("a user without a place asks for one when the other users have left", async (t) => {
  await using pool = startPool();
  const busy = pool.occupy();
  const { works } = startMany(pool, 64, "hog");
  const [first, second] = [pool.start(5), pool.start(6)];
  for (const work of [first, second]) work.join("hog");

  await t.step("and is rejected if the user is at the limit", async () => {
    first.leave("ada");
    await assert.rejects(first.result, OVERLOADED);
  });

  await t.step("and keeps waiting if the user is below the limit", async () => {
    works[0]!.leave("hog");
    second.leave("ada");
    assert.equal(pool.pool.waiting, 64);
    await busy.cancel();
    assert.equal(wholeText(await second.result), "720");
    await Promise.all(works.slice(1).map(({ result }) => result));
  });
});
