import assert from "node:assert/strict";
import { createMutex } from "../../../infra/async/mutex.ts";
import { createSemaphore } from "../../../infra/async/semaphore.ts";

/** Whether a promise is fulfilled once all pending microtasks have run. */
async function isFulfilled(promise: Promise<unknown>): Promise<boolean> {
  let fulfilled = false;
  promise.then(() => fulfilled = true, () => {});
  await new Promise((resolve) => setTimeout(resolve));
  return fulfilled;
}

Deno.test("a semaphore grants its permits, and released ones in FIFO order", async () => {
  const { acquire } = createSemaphore({ permits: 2 });
  const releases = [await acquire(), await acquire()];
  const [third, fourth] = [acquire(), acquire()];
  assert.deepEqual([await isFulfilled(third), await isFulfilled(fourth)], [false, false]);
  releases[0]!();
  assert.deepEqual([await isFulfilled(third), await isFulfilled(fourth)], [true, false]);
  releases[1]!();
  assert.equal(await isFulfilled(fourth), true);
});

Deno.test("run() releases its permit whether the work succeeds or fails", async () => {
  const { run } = createSemaphore({ permits: 1 });
  assert.equal(await run(() => Promise.resolve("result")), "result");
  await assert.rejects(run(() => Promise.reject(new Error("failed"))), { message: "failed" });
  assert.equal(await run(() => Promise.resolve("again")), "again");
});

Deno.test("run() never exceeds the permits", async () => {
  const { run } = createSemaphore({ permits: 3 });
  let running = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 20 }, () =>
    run(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve));
      running--;
    })));
  assert.deepEqual([most, running], [3, 0]);
});

Deno.test("a caller beyond the bound of the queue gets the overflow error", async () => {
  const { acquire } = createSemaphore({
    permits: 1,
    maxWaiting: 1,
    overflowError: () => new Error("full"),
  });
  const release = await acquire();
  const waiting = acquire();
  await assert.rejects(acquire(), { message: "full" });
  release();
  await waiting;
});

Deno.test("a caller whose timeout passes leaves the queue", async () => {
  const acquire = createMutex("No lock");
  const release = await acquire(1);
  await assert.rejects(acquire(1), { message: "No lock within 1 ms" });
  const next = acquire(60_000);
  assert.equal(await isFulfilled(next), false);
  release();
  (await next)();
  await acquire(1);
});

Deno.test("a mutex is free again after a timeout of the only caller in the queue", async () => {
  const acquire = createMutex("No lock");
  const release = await acquire(1);
  await assert.rejects(acquire(1));
  release();
  await acquire(1);
});
