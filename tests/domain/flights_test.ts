import assert from "node:assert/strict";
import { createFlights } from "../../domain/flights.ts";

function present(): AbortSignal {
  return new AbortController().signal;
}

Deno.test("join() starts the work once for all who come while it is under way", async () => {
  const flights = createFlights<string>();
  const { promise, resolve } = Promise.withResolvers<string>();
  let starts = 0;
  const start = () => {
    starts++;
    return promise;
  };
  const joined = [
    flights.join("a", present(), start),
    flights.join("a", present(), start),
    flights.join("a", present(), start),
  ];
  resolve("landed");
  assert.deepEqual(await Promise.all(joined), ["landed", "landed", "landed"]);
  assert.equal(starts, 1);
});

Deno.test("join() keeps different keys apart", async () => {
  const flights = createFlights<string>();
  const joined = ["a", "b"].map((key) => flights.join(key, present(), () => Promise.resolve(key)));
  assert.deepEqual(await Promise.all(joined), ["a", "b"]);
});

Deno.test("join() starts anew when the work has ended, well or badly", async () => {
  const flights = createFlights<number>();
  const failure = new Error("broken");
  assert.equal(await flights.join("a", present(), () => Promise.resolve(1)), 1);
  const failing = [1, 2].map(() => flights.join("a", present(), () => Promise.reject(failure)));
  for (const joined of failing) await assert.rejects(joined, failure);
  assert.equal(await flights.join("a", present(), () => Promise.resolve(2)), 2);
});

Deno.test("join() tells of work that cannot even start, and holds no place for it", async () => {
  const flights = createFlights<number>();
  const failure = new Error("cannot start");
  const start = () => {
    throw failure;
  };
  await assert.rejects(flights.join("a", present(), start), failure);
  assert.equal(await flights.join("a", present(), () => Promise.resolve(1)), 1);
});

Deno.test("leaving stops the work only when nobody else waits, with the leaver's reason", async () => {
  const flights = createFlights<string>();
  const [first, last] = [new AbortController(), new AbortController()];
  let told: AbortSignal | undefined;
  const work = (signal: AbortSignal) => {
    told = signal;
    return new Promise<string>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const joined = [first, last].map(({ signal }) => flights.join("a", signal, work));
  first.abort("first");
  await assert.rejects(joined[0]!, (reason) => reason === "first");
  assert.equal(told!.aborted, false);
  last.abort("last");
  await assert.rejects(joined[1]!, (reason) => reason === "last");
  assert.equal(told!.reason, "last");
});

Deno.test("work that was left does not end the work that was started after it", async () => {
  const flights = createFlights<string>();
  const leaver = new AbortController();
  const old = Promise.withResolvers<string>();
  const left = flights.join("a", leaver.signal, () => old.promise);
  leaver.abort("gone");
  await assert.rejects(left);

  const fresh = Promise.withResolvers<string>();
  const joined = flights.join("a", present(), () => fresh.promise);
  old.resolve("too late");
  await old.promise;
  let starts = 0;
  const another = flights.join("a", present(), () => {
    starts++;
    return Promise.resolve("not shared");
  });
  fresh.resolve("fresh");
  assert.deepEqual(await Promise.all([joined, another]), ["fresh", "fresh"]);
  assert.equal(starts, 0);
});

Deno.test("join() starts nothing for somebody who has already left", async () => {
  const flights = createFlights<string>();
  const start = () => assert.fail("started");
  await assert.rejects(
    flights.join("a", AbortSignal.abort("gone"), start),
    (reason) => reason === "gone",
  );
});
