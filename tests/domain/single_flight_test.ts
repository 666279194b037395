import assert from "node:assert/strict";
import { createSingleFlight, type FlightCaller } from "../../domain/single_flight.ts";
import type { SharedWork } from "../../domain/ports.ts";

function present(userId = "ada"): Omit<FlightCaller<never>, "start"> {
  return { userId, signal: new AbortController().signal };
}

function leaver(userId = "ada") {
  const controller = new AbortController();
  return { userId, signal: controller.signal, leave: () => controller.abort(`${userId} left`) };
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
    singleFlight.join("a", { ...present(), start }),
    singleFlight.join("a", { ...present(), start }),
    singleFlight.join("a", { ...present(), start }),
  ];
  resolve("done");
  assert.deepEqual(await Promise.all(joined), ["done", "done", "done"]);
  assert.equal(starts, 1);
});

Deno.test("join() keeps different keys apart", async () => {
  const singleFlight = createSingleFlight<string>();
  const joined = ["a", "b"].map((key) =>
    singleFlight.join(key, { ...present(), start: () => workOf(Promise.resolve(key)) })
  );
  assert.deepEqual(await Promise.all(joined), ["a", "b"]);
});

Deno.test("join() starts anew when the work has ended, well or badly", async () => {
  const singleFlight = createSingleFlight<number>();
  const failure = new Error("broken");
  const succeed = (result: number) => () => workOf(Promise.resolve(result));
  const fail = () => workOf<number>(Promise.reject(failure));
  assert.equal(await singleFlight.join("a", { ...present(), start: succeed(1) }), 1);
  const failing = [1, 2].map(() => singleFlight.join("a", { ...present(), start: fail }));
  for (const joined of failing) await assert.rejects(joined, failure);
  assert.equal(await singleFlight.join("a", { ...present(), start: succeed(2) }), 2);
});

Deno.test("join() throws what starting the work throws, and the next caller starts it again", async () => {
  const singleFlight = createSingleFlight<number>();
  const failure = new Error("cannot start");
  const start = () => {
    throw failure;
  };
  await assert.rejects(singleFlight.join("a", { ...present(), start }), failure);
  assert.equal(
    await singleFlight.join("a", { ...present(), start: () => workOf(Promise.resolve(1)) }),
    1,
  );
});

Deno.test("every caller joins the work and leaves it again", async () => {
  const singleFlight = createSingleFlight<string>();
  const work = workOf(new Promise<string>(() => {}));
  const [ada, eve, eveAgain] = [leaver("ada"), leaver("eve"), leaver("eve")];
  const joined = [ada, eve, eveAgain].map((caller) =>
    singleFlight.join("a", { ...caller, start: () => work })
  );
  assert.deepEqual(work.calls.splice(0), ["eve joins", "eve joins"]);
  eve.leave();
  await assert.rejects(joined[1]!, (reason) => reason === "eve left");
  assert.deepEqual(work.calls.splice(0), ["eve leaves"]);
  ada.leave();
  await assert.rejects(joined[0]!, (reason) => reason === "ada left");
  assert.deepEqual(work.calls.splice(0), ["ada leaves"]);
  eveAgain.leave();
  await assert.rejects(joined[2]!, (reason) => reason === "eve left");
  assert.deepEqual(work.calls, ["eve leaves"]);
});

Deno.test("join() starts anew after the last caller has left", async () => {
  const singleFlight = createSingleFlight<string>();
  const ada = leaver();
  const left = singleFlight.join("a", { ...ada, start: () => workOf(new Promise(() => {})) });
  ada.leave();
  await assert.rejects(left);
  const again = singleFlight.join("a", {
    ...present(),
    start: () => workOf(Promise.resolve("again")),
  });
  assert.equal(await again, "again");
});

Deno.test("abandoned work does not affect the work that was started after it", async () => {
  const singleFlight = createSingleFlight<string>();
  const ada = leaver();
  const old = Promise.withResolvers<string>();
  const left = singleFlight.join("a", { ...ada, start: () => workOf(old.promise) });
  ada.leave();
  await assert.rejects(left);

  const fresh = Promise.withResolvers<string>();
  const joined = singleFlight.join("a", { ...present(), start: () => workOf(fresh.promise) });
  old.resolve("too late");
  await old.promise;
  const another = singleFlight.join("a", { ...present(), start: () => assert.fail("started") });
  fresh.resolve("fresh");
  assert.deepEqual(await Promise.all([joined, another]), ["fresh", "fresh"]);
});

Deno.test("join() starts nothing for a caller that has already left", async () => {
  const singleFlight = createSingleFlight<string>();
  const caller = { userId: "ada", signal: AbortSignal.abort("gone") };
  await assert.rejects(
    singleFlight.join("a", { ...caller, start: () => assert.fail("started") }),
    (reason) => reason === "gone",
  );
});

Deno.test("every caller can read the progress", async () => {
  const singleFlight = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const progress = () => ({ fraction: 0.5, secondsLeft: 2 });
  const seen: unknown[] = [];
  const onAccepted = (ask: typeof progress) => seen.push(ask());
  const joined = ["ada", "eve"].map((userId) =>
    singleFlight.join("a", {
      ...present(userId),
      start: () => ({ ...workOf(promise), progress }),
      onAccepted,
    })
  );
  assert.deepEqual(seen, [progress(), progress()]);
  resolve("done");
  assert.deepEqual(await Promise.all(joined), ["done", "done"]);
});
