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

/** Work with a result, and what it was told of its users after its start. */
function workOf<Result>(result: Promise<Result>): SharedWork<Result> & { readonly told: string[] } {
  const told: string[] = [];
  return {
    result,
    told,
    join: (userId) => told.push(`${userId} joins`),
    leave: (userId) => told.push(`${userId} leaves`),
    progress: () => ({ fraction: 0, secondsLeft: 0 }),
  };
}

Deno.test("join() starts the work once for all who come while it is under way", async () => {
  const flights = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  let starts = 0;
  const start = () => {
    starts++;
    return workOf(promise);
  };
  const joined = [
    flights.join("a", { ...present(), start }),
    flights.join("a", { ...present(), start }),
    flights.join("a", { ...present(), start }),
  ];
  resolve("landed");
  assert.deepEqual(await Promise.all(joined), ["landed", "landed", "landed"]);
  assert.equal(starts, 1);
});

Deno.test("join() keeps different keys apart", async () => {
  const flights = createSingleFlight<string>();
  const joined = ["a", "b"].map((key) =>
    flights.join(key, { ...present(), start: () => workOf(Promise.resolve(key)) })
  );
  assert.deepEqual(await Promise.all(joined), ["a", "b"]);
});

Deno.test("join() starts anew when the work has ended, well or badly", async () => {
  const flights = createSingleFlight<number>();
  const failure = new Error("broken");
  const succeed = (result: number) => () => workOf(Promise.resolve(result));
  const fail = () => workOf<number>(Promise.reject(failure));
  assert.equal(await flights.join("a", { ...present(), start: succeed(1) }), 1);
  const failing = [1, 2].map(() => flights.join("a", { ...present(), start: fail }));
  for (const joined of failing) await assert.rejects(joined, failure);
  assert.equal(await flights.join("a", { ...present(), start: succeed(2) }), 2);
});

Deno.test("join() tells of work that cannot even start, and holds no place for it", async () => {
  const flights = createSingleFlight<number>();
  const failure = new Error("cannot start");
  const start = () => {
    throw failure;
  };
  await assert.rejects(flights.join("a", { ...present(), start }), failure);
  assert.equal(
    await flights.join("a", { ...present(), start: () => workOf(Promise.resolve(1)) }),
    1,
  );
});

Deno.test("the work is told who else waits for it, and when a user's last asker has left", async () => {
  const flights = createSingleFlight<string>();
  const work = workOf(new Promise<string>(() => {}));
  const [ada, eve, eveAgain] = [leaver("ada"), leaver("eve"), leaver("eve")];
  const joined = [ada, eve, eveAgain].map((asker) =>
    flights.join("a", { ...asker, start: () => work })
  );
  assert.deepEqual(work.told.splice(0), ["eve joins", "eve joins"]);
  eve.leave();
  await assert.rejects(joined[1]!, (reason) => reason === "eve left");
  assert.deepEqual(work.told.splice(0), []);
  ada.leave();
  await assert.rejects(joined[0]!, (reason) => reason === "ada left");
  assert.deepEqual(work.told.splice(0), ["ada leaves"]);
  eveAgain.leave();
  await assert.rejects(joined[2]!, (reason) => reason === "eve left");
  assert.deepEqual(work.told, ["eve leaves"]);
});

Deno.test("work that was left does not end the work that was started after it", async () => {
  const flights = createSingleFlight<string>();
  const ada = leaver();
  const old = Promise.withResolvers<string>();
  const left = flights.join("a", { ...ada, start: () => workOf(old.promise) });
  ada.leave();
  await assert.rejects(left);

  const fresh = Promise.withResolvers<string>();
  const joined = flights.join("a", { ...present(), start: () => workOf(fresh.promise) });
  old.resolve("too late");
  await old.promise;
  const another = flights.join("a", { ...present(), start: () => assert.fail("started") });
  fresh.resolve("fresh");
  assert.deepEqual(await Promise.all([joined, another]), ["fresh", "fresh"]);
});

Deno.test("join() starts nothing for somebody who has already left", async () => {
  const flights = createSingleFlight<string>();
  const asker = { userId: "ada", signal: AbortSignal.abort("gone") };
  await assert.rejects(
    flights.join("a", { ...asker, start: () => assert.fail("started") }),
    (reason) => reason === "gone",
  );
});

Deno.test("everybody who joins can ask how far the work is", async () => {
  const flights = createSingleFlight<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  const progress = () => ({ fraction: 0.5, secondsLeft: 2 });
  const told: unknown[] = [];
  const onAccepted = (ask: typeof progress) => told.push(ask());
  const joined = ["ada", "eve"].map((userId) =>
    flights.join("a", {
      ...present(userId),
      start: () => ({ ...workOf(promise), progress }),
      onAccepted,
    })
  );
  assert.deepEqual(told, [progress(), progress()]);
  resolve("landed");
  assert.deepEqual(await Promise.all(joined), ["landed", "landed"]);
});
