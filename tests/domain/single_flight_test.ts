import assert from "node:assert/strict";
import { createSingleFlight, type FlightCaller } from "../../domain/single_flight.ts";
import type { SharedWork } from "../../domain/ports.ts";

function createCaller(userId = "ada"): Omit<FlightCaller<never>, "start"> {
  return { userId, signal: new AbortController().signal };
}

function createAbortableCaller(userId = "ada") {
  const controller = new AbortController();
  return { userId, signal: controller.signal, abort: () => controller.abort(`${userId} aborted`) };
}

/** Work with a result that records how requesters join and leave it. */
function workOf<Result>(
  result: Promise<Result>,
): SharedWork<Result> & { readonly calls: string[] } {
  const calls: string[] = [];
  let requesters = 1;
  return {
    result,
    calls,
    join: (userId) => {
      requesters++;
      calls.push(`${userId} joins`);
    },
    leave: (userId) => {
      calls.push(`${userId} leaves`);
      return --requesters === 0;
    },
    progress: () => ({ fraction: 0, secondsLeft: 0 }),
  };
}

Deno.test("join() starts the work once for all callers while it is in flight", async () => {
  const singleFlight = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  let starts = 0;
  const start = () => {
    starts++;
    return workOf(promise);
  };
  const joined = [
    singleFlight.join("a", { ...createCaller(), start }),
    singleFlight.join("a", { ...createCaller(), start }),
    singleFlight.join("a", { ...createCaller(), start }),
  ];
  resolve("done");
  assert.deepEqual(await Promise.all(joined), ["done", "done", "done"]);
  assert.equal(starts, 1);
});

Deno.test("join() does not share work between different keys", async () => {
  const singleFlight = createSingleFlight<string>();
  const joined = ["a", "b"].map((key) =>
    singleFlight.join(key, { ...createCaller(), start: () => workOf(Promise.resolve(key)) })
  );
  assert.deepEqual(await Promise.all(joined), ["a", "b"]);
});

Deno.test("join() starts new work after the previous work has succeeded or failed", async () => {
  const singleFlight = createSingleFlight<number>();
  const failure = new Error("broken");
  const succeed = (result: number) => () => workOf(Promise.resolve(result));
  const fail = () => workOf<number>(Promise.reject(failure));
  assert.equal(await singleFlight.join("a", { ...createCaller(), start: succeed(1) }), 1);
  const failing = [1, 2].map(() => singleFlight.join("a", { ...createCaller(), start: fail }));
  for (const joined of failing) await assert.rejects(joined, failure);
  assert.equal(await singleFlight.join("a", { ...createCaller(), start: succeed(2) }), 2);
});

Deno.test("join() rejects if the work cannot be started, and the next caller starts it again", async () => {
  const singleFlight = createSingleFlight<number>();
  const failure = new Error("cannot start");
  const start = () => {
    throw failure;
  };
  await assert.rejects(singleFlight.join("a", { ...createCaller(), start }), failure);
  assert.equal(
    await singleFlight.join("a", { ...createCaller(), start: () => workOf(Promise.resolve(1)) }),
    1,
  );
});

Deno.test("every caller joins the work and leaves it when aborted", async () => {
  const singleFlight = createSingleFlight<string>();
  const work = workOf(new Promise<string>(() => {}));
  const [ada, eve, eveAgain] = [
    createAbortableCaller("ada"),
    createAbortableCaller("eve"),
    createAbortableCaller("eve"),
  ];
  const joined = [ada, eve, eveAgain].map((caller) =>
    singleFlight.join("a", { ...caller, start: () => work })
  );
  assert.deepEqual(work.calls.splice(0), ["eve joins", "eve joins"]);
  eve.abort();
  await assert.rejects(joined[1]!, (reason) => reason === "eve aborted");
  assert.deepEqual(work.calls.splice(0), ["eve leaves"]);
  ada.abort();
  await assert.rejects(joined[0]!, (reason) => reason === "ada aborted");
  assert.deepEqual(work.calls.splice(0), ["ada leaves"]);
  eveAgain.abort();
  await assert.rejects(joined[2]!, (reason) => reason === "eve aborted");
  assert.deepEqual(work.calls, ["eve leaves"]);
});

Deno.test("work continues for new callers after one of two has aborted", async () => {
  const singleFlight = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const [ada, eve] = [createAbortableCaller("ada"), createAbortableCaller("eve")];
  const start = () => workOf(promise);
  const joined = [ada, eve].map((caller) => singleFlight.join("a", { ...caller, start }));
  ada.abort();
  await assert.rejects(joined[0]!);
  const another = singleFlight.join("a", {
    ...createCaller(),
    start: () => assert.fail("started"),
  });
  resolve("done");
  assert.deepEqual(await Promise.all([joined[1], another]), ["done", "done"]);
});

Deno.test("join() starts new work after the last caller has aborted", async () => {
  const singleFlight = createSingleFlight<string>();
  const ada = createAbortableCaller();
  const aborted = singleFlight.join("a", { ...ada, start: () => workOf(new Promise(() => {})) });
  ada.abort();
  await assert.rejects(aborted);
  const again = singleFlight.join("a", {
    ...createCaller(),
    start: () => workOf(Promise.resolve("again")),
  });
  assert.equal(await again, "again");
});

Deno.test("abandoned work does not affect work that starts after it", async () => {
  const singleFlight = createSingleFlight<string>();
  const ada = createAbortableCaller();
  const old = Promise.withResolvers<string>();
  const aborted = singleFlight.join("a", { ...ada, start: () => workOf(old.promise) });
  ada.abort();
  await assert.rejects(aborted);

  const fresh = Promise.withResolvers<string>();
  const joined = singleFlight.join("a", { ...createCaller(), start: () => workOf(fresh.promise) });
  old.resolve("too late");
  await old.promise;
  const another = singleFlight.join("a", {
    ...createCaller(),
    start: () => assert.fail("started"),
  });
  fresh.resolve("fresh");
  assert.deepEqual(await Promise.all([joined, another]), ["fresh", "fresh"]);
});

Deno.test("join() starts no work for a caller that has already aborted", async () => {
  const singleFlight = createSingleFlight<string>();
  const caller = { userId: "ada", signal: AbortSignal.abort("aborted") };
  await assert.rejects(
    singleFlight.join("a", { ...caller, start: () => assert.fail("started") }),
    (reason) => reason === "aborted",
  );
});

Deno.test("every caller can read the progress", async () => {
  const singleFlight = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const progress = () => ({ fraction: 0.5, secondsLeft: 2 });
  const seen: unknown[] = [];
  const onAccepted = (readProgress: typeof progress) => seen.push(readProgress());
  const joined = ["ada", "eve"].map((userId) =>
    singleFlight.join("a", {
      ...createCaller(userId),
      start: () => ({ ...workOf(promise), progress }),
      onAccepted,
    })
  );
  assert.deepEqual(seen, [progress(), progress()]);
  resolve("done");
  assert.deepEqual(await Promise.all(joined), ["done", "done"]);
});
