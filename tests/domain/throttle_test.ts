import assert from "node:assert/strict";
import { createThrottle, type RequestUse, type Throttle } from "../../domain/throttle.ts";

const ANSWERED: RequestUse = { isRefused: false, receivedBytes: 0 };
const REFUSED: RequestUse = { isRefused: true, receivedBytes: 0 };

/** A throttle whose time the test decides; outcomes in the order of `onThrottled`. */
function createFixture() {
  const outcomes: string[] = [];
  let ms = 0;
  const throttle = createThrottle({
    now: () => ms,
    requestsPerSecond: 2_000,
    onThrottled: (client, outcome) => outcomes.push(`${client} ${outcome}`),
  });
  return { throttle, outcomes, pass: (passedMs: number) => ms += passedMs };
}

/** Waits of requests that are asked at the same time and answered at once. */
function ask(
  throttle: Throttle,
  client: string,
  count: number,
  use = ANSWERED,
): (number | undefined)[] {
  return Array.from({ length: count }, () => {
    const admission = throttle.admit(client);
    if (admission) throttle.complete(client, admission, use);
    return admission?.waitMs;
  });
}

Deno.test("a client that is alone never waits, whatever it asks", () => {
  const { throttle, outcomes, pass } = createFixture();
  for (let second = 0; second < 3; second++) {
    assert.deepEqual(new Set(ask(throttle, "a", 10_000, REFUSED)), new Set([0]));
    throttle.charge("a", { sentBytes: 2 ** 30, calculations: 10_000 });
    pass(1_000);
  }
  assert.deepEqual(outcomes, []);
});

Deno.test("while others send requests, a client gets 100 at once and two in a millisecond then", () => {
  const { throttle, outcomes, pass } = createFixture();
  ask(throttle, "b", 1);
  assert.deepEqual(new Set(ask(throttle, "a", 100)), new Set([0]));
  assert.deepEqual(ask(throttle, "a", 4), [0.5, 1, 1.5, 2]);
  assert.deepEqual(ask(throttle, "b", 1), [0]);
  assert.deepEqual(outcomes, Array(4).fill("a delayed"));
  pass(2);
  assert.deepEqual(ask(throttle, "a", 1), [0.5]);
  pass(100);
  assert.deepEqual(ask(throttle, "a", 1), [0]);
});

Deno.test("a client that was alone does not pay for what it asked before others came", () => {
  const { throttle } = createFixture();
  ask(throttle, "a", 10_000);
  ask(throttle, "b", 1);
  assert.deepEqual(ask(throttle, "a", 1), [0.5]);
});

Deno.test("once the others have asked nothing for a second, a client no longer waits", () => {
  const { throttle, pass } = createFixture();
  ask(throttle, "b", 1);
  ask(throttle, "a", 100);
  pass(1_001);
  assert.deepEqual(new Set(ask(throttle, "a", 1_000)), new Set([0]));
});

Deno.test("who has been throttled is not alone before the others have asked nothing for 10 s", () => {
  const { throttle, pass } = createFixture();
  ask(throttle, "b", 1);
  ask(throttle, "a", 1_000);
  assert.equal(throttle.isThrottled("a"), true);
  pass(9_999);
  assert.ok(ask(throttle, "a", 1_000).at(-1)! > 0);
  pass(2);
  assert.deepEqual(new Set(ask(throttle, "a", 1_000)), new Set([0]));
});

Deno.test("refused requests of one client are spread over twenty times the time", () => {
  const { throttle } = createFixture();
  ask(throttle, "b", 1);
  const waits = ask(throttle, "a", 100, REFUSED);
  assert.deepEqual(waits.slice(0, 5), Array(5).fill(0));
  const [before = 0, last = 0] = waits.slice(-2);
  assert.equal(Math.round(last - before), 10);
});

Deno.test("requests are spread by what the last ones took, even if they come at once", () => {
  const { throttle, pass } = createFixture();
  ask(throttle, "b", 1);
  ask(throttle, "a", 100, REFUSED);
  pass(990);
  ask(throttle, "b", 1);
  const waits = Array.from({ length: 20 }, () => throttle.admit("a")!.waitMs);
  assert.equal(Math.round(waits.at(-1)! - waits.at(-2)!), 10);
});

Deno.test("connections are spread as if each brought ten requests, until it has brought one", () => {
  const { throttle } = createFixture();
  ask(throttle, "b", 1);
  const waits = Array.from({ length: 12 }, () => throttle.admitConnection("a")?.waitMs);
  assert.deepEqual(waits, [...Array(10).fill(0), 5, 10]);
  for (let i = 0; i < 100; i++) {
    throttle.complete("c", throttle.admitConnection("c")!, ANSWERED);
  }
  assert.deepEqual(ask(throttle, "c", 1), [0.5]);
});

Deno.test("requests are spread by what the last answers took", () => {
  const { throttle } = createFixture();
  ask(throttle, "b", 1);
  for (let i = 0; i < 20; i++) {
    ask(throttle, "a", 1);
    throttle.charge("a", { calculations: 100 });
  }
  const waits = Array.from({ length: 2 }, () => throttle.admit("a")!.waitMs);
  assert.ok(waits[1]! - waits[0]! > 40);
});

Deno.test("requests are a second apart after ones that took longer, and none is rejected", () => {
  const { throttle, pass } = createFixture();
  for (let i = 0; i < 100; i++) {
    pass(1_000);
    ask(throttle, "b", 1);
    const [wait = Infinity] = ask(throttle, "a", 1);
    assert.ok(i < 50 || (wait > 900 && wait <= 2_000), `${wait}`);
    throttle.charge("a", { receivedBytes: 2 ** 40 });
  }
});

Deno.test("bytes of bodies and answers, items of batches and log entries count", () => {
  const cases: readonly [costMs: number, take: (throttle: Throttle) => void][] = [
    [20, (throttle) => ask(throttle, "a", 1, { isRefused: false, receivedBytes: 2 * 2 ** 20 })],
    [20, (throttle) => throttle.charge("a", { receivedBytes: 2 * 2 ** 20 })],
    [20, (throttle) => throttle.charge("a", { sentBytes: 5 * 2 ** 20 })],
    [50, (throttle) => throttle.charge("a", { calculations: 100 })],
    [50, (throttle) => throttle.charge("a", { calculationBytes: 100 * 2 ** 10 })],
    [100, (throttle) => throttle.charge("a", { logEntries: 1_000 })],
  ];
  for (const [costMs, take] of cases) {
    const { throttle } = createFixture();
    ask(throttle, "b", 1);
    ask(throttle, "a", 100);
    const [before = 0] = ask(throttle, "a", 1);
    take(throttle);
    const [after = 0] = ask(throttle, "a", 1);
    assert.ok(after - before >= costMs, `${after - before} of ${costMs}`);
  }
});

Deno.test("a request that would wait for more than two seconds is rejected", () => {
  const { throttle, outcomes } = createFixture();
  ask(throttle, "b", 1);
  const waits = ask(throttle, "a", 5_000);
  assert.ok(waits.every((wait) => wait === undefined || wait <= 2_000));
  assert.equal(waits.at(-1), undefined);
  assert.equal(outcomes.at(-1), "a rejected");
});

Deno.test("a client that keeps asking too much still gets its rate", () => {
  for (const [use, perSecond] of [[ANSWERED, 2_000], [REFUSED, 100]] as const) {
    const { throttle, pass } = createFixture();
    let admitted = 0;
    for (let ms = 0; ms < 20_000; ms++) {
      ask(throttle, "b", 1);
      const waits = ask(throttle, "a", 5, use);
      if (ms >= 10_000) admitted += waits.filter((wait) => wait !== undefined).length;
      pass(1);
    }
    const ratio = admitted / 10 / perSecond;
    assert.ok(ratio > 0.9 && ratio < 1.1, `${ratio} of ${perSecond}`);
  }
});

Deno.test("work that is known before waits for the client's earlier work, but not for itself", () => {
  const { throttle, outcomes } = createFixture();
  ask(throttle, "b", 1);
  const waits = Array.from(
    { length: 22 },
    () => throttle.admitWork("a", { logEntries: 1_000 })?.waitMs,
  );
  assert.deepEqual(waits, [0, ...Array.from({ length: 20 }, (_, i) => 50 + 100 * i), undefined]);
  assert.deepEqual(outcomes, [...Array(20).fill("a delayed"), "a rejected"]);
  assert.deepEqual(ask(throttle, "b", 1), [0]);
});

Deno.test("work that goes on waits for two seconds at most, and is never rejected", () => {
  const { throttle, outcomes } = createFixture();
  ask(throttle, "b", 1);
  const waits = Array.from({ length: 30 }, () => throttle.spread("a", { logEntries: 1_000 }));
  assert.deepEqual(waits.slice(0, 3), [0, 50, 150]);
  assert.equal(waits.at(-1), 2_000);
  assert.deepEqual(new Set(outcomes), new Set(["a delayed"]));
});

Deno.test("no single work delays the next request by more than a second, however slow the rate", () => {
  const throttle = createThrottle({ now: () => 0, requestsPerSecond: 10 });
  ask(throttle, "b", 1);
  ask(throttle, "a", 100);
  assert.equal(throttle.admitWork("a", { calculations: 100 })?.waitMs, 0);
  assert.deepEqual(ask(throttle, "a", 1), [1_100]);
});

Deno.test("work of a client that is alone never waits, and is forgotten when others come", () => {
  const { throttle } = createFixture();
  for (let i = 0; i < 100; i++) {
    assert.equal(throttle.admitWork("a", { logEntries: 1_000 })?.waitMs, 0);
  }
  ask(throttle, "b", 1);
  assert.equal(throttle.admitWork("a", { logEntries: 1_000 })?.waitMs, 0);
});

Deno.test("work that was less than expected is given back", () => {
  const { throttle } = createFixture();
  ask(throttle, "b", 1);
  for (let i = 0; i < 100; i++) {
    assert.equal(throttle.admitWork("a", { logEntries: 1_000 })?.waitMs, 0);
    throttle.giveBack("a", { logEntries: 999 });
  }
});

Deno.test("long answers alone never make a client's next request rejected", () => {
  const { throttle } = createFixture();
  ask(throttle, "b", 1);
  throttle.charge("a", { sentBytes: 2 ** 40 });
  const [wait = Infinity] = ask(throttle, "a", 1);
  assert.ok(wait > 900 && wait < 1_100);
});

Deno.test("a client that is throttled is remembered among ten thousand others", () => {
  const { throttle, pass } = createFixture();
  ask(throttle, "b", 1);
  ask(throttle, "a", 1_000);
  for (let i = 0; i < 20_000; i++) {
    ask(throttle, `other ${i}`, 1);
    pass(0.01);
  }
  assert.equal(throttle.isThrottled("a"), true);
  assert.equal(throttle.wasThrottled("a"), true);
  assert.equal(throttle.isThrottled("other 1"), false);
});

Deno.test("a client was throttled for ten seconds after it had to wait", () => {
  const { throttle, pass } = createFixture();
  ask(throttle, "b", 1);
  ask(throttle, "a", 100);
  assert.equal(throttle.wasThrottled("a"), false);
  ask(throttle, "a", 1);
  pass(10_000);
  assert.equal(throttle.wasThrottled("a"), true);
  assert.equal(throttle.isThrottled("a"), false);
  pass(1);
  assert.equal(throttle.wasThrottled("a"), false);
  assert.equal(throttle.wasThrottled("c"), false);
});

Deno.test("what a client's requests took is not expected of one that was not throttled for ten seconds", () => {
  const { throttle, pass } = createFixture();
  for (let i = 0; i < 100; i++) {
    pass(1_000);
    ask(throttle, "b", 1);
    ask(throttle, "a", 1);
    throttle.charge("a", { receivedBytes: 2 ** 40 });
  }
  pass(60_000);
  ask(throttle, "b", 1);
  assert.deepEqual(ask(throttle, "a", 1), [0]);
});
