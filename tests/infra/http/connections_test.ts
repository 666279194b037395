import assert from "node:assert/strict";
import { createConnections } from "../../../infra/http/connections.ts";

const PROXY = "10.0.0.9";

/** Connections of which tests see the closed ones. */
function setUp(
  limits: { maxConnections?: number; maxPerAddress?: number; maxHttp2PerAddress?: number } = {},
) {
  const clock = { now: 0 };
  const closed: string[] = [];
  const connections = createConnections({
    now: () => clock.now,
    clientOf: (address) => address.split(":").slice(0, 4).join(":"),
    isProxy: (address) => address === PROXY,
    idleMs: 30_000,
    ...limits,
  });
  const add = (name: string, hostname = "10.0.0.1") =>
    connections.add({ transport: "tcp", hostname, port: 1 }, {
      onClose: () => closed.push(name),
    });
  return { connections, clock, closed, add };
}

Deno.test("a connection without a request or response for 30 s is closed", () => {
  const { connections, clock, closed, add } = setUp();
  add("silent");
  const asking = add("asking")!;
  const end = asking.begin();
  const reading = add("reading")!;
  const sent = reading.hold(() => {});
  clock.now = 30_000;
  connections.closeIdle();
  assert.deepEqual(closed, ["silent"]);
  end();
  sent();
  clock.now = 59_999;
  connections.closeIdle();
  assert.deepEqual(closed, ["silent"]);
  clock.now = 60_000;
  connections.closeIdle();
  assert.deepEqual(closed.sort(), ["asking", "reading", "silent"]);
  assert.equal(connections.size, 0);
});

Deno.test("an address above its limit loses its longest idle connection, or gets no other", () => {
  const { closed, add } = setUp({ maxPerAddress: 2 });
  add("busy")!.begin();
  add("idle");
  assert.ok(add("new"));
  assert.deepEqual(closed, ["idle"]);
  const other = add("other", "10.0.0.2")!;
  other.begin();
  add("newer")!.begin();
  assert.equal(add("refused"), undefined);
  assert.deepEqual(closed, ["idle", "new"]);
});

Deno.test("an address with too many HTTP/2 connections loses its longest idle one, or the new one", () => {
  const { closed, add } = setUp({ maxHttp2PerAddress: 2 });
  const open = (name: string, hostname?: string) => {
    const connection = add(name, hostname)!;
    connection.useHttp2();
    return connection;
  };
  add("HTTP/1.1");
  open("busy").begin();
  open("idle");
  open("new").begin();
  assert.deepEqual(closed, ["idle"]);
  assert.equal(open("refused").isOpen, false);
  assert.deepEqual(closed, ["idle", "refused"]);
  for (const hostname of ["10.0.0.2", PROXY, PROXY, PROXY]) open("other", hostname).begin();
  assert.deepEqual(closed, ["idle", "refused"]);
});

Deno.test("a response of a connection that has closed learns of it", async () => {
  const { add } = setUp();
  const connection = add("closed")!;
  connection.close();
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.hold(resolve);
  await promise;
});

Deno.test("addresses of one client count together, and a proxy is not limited", () => {
  const { closed, add } = setUp({ maxPerAddress: 1 });
  add("first", "2001:db8:0:0:0:0:0:1");
  add("second", "2001:db8:0:0:0:0:0:2");
  add("third", "2001:db8:0:1:0:0:0:1");
  assert.deepEqual(closed, ["first"]);
  add("proxied", PROXY);
  add("also proxied", PROXY);
  assert.deepEqual(closed, ["first"]);
});

Deno.test("above the limit of all, the address with most connections loses one", () => {
  const { connections, closed, add } = setUp({ maxConnections: 3 });
  add("quiet", "10.0.0.2");
  add("first");
  add("second");
  assert.ok(add("newcomer", "10.0.0.3"));
  assert.deepEqual(closed, ["first"]);
  assert.equal(connections.size, 3);
});

Deno.test("closeOne() closes nothing while every connection is busy", () => {
  const { connections, closed, add } = setUp();
  add("busy")!.begin();
  assert.equal(connections.closeOne(), false);
  add("idle");
  assert.equal(connections.closeOne(), true);
  assert.deepEqual(closed, ["idle"]);
});

Deno.test("whoever holds a connection learns of its end, once", async () => {
  const { add } = setUp();
  const connection = add("held")!;
  const seen: string[] = [];
  connection.hold(() => seen.push("held"));
  connection.hold(() => seen.push("released"))();
  const reused = connection.untilReused();
  connection.remove();
  connection.remove();
  await reused;
  assert.deepEqual(seen, ["held"]);
});

Deno.test("closeUnlessBusy() spares a connection that has another request", () => {
  const { closed, add } = setUp();
  const connection = add("shared")!;
  const end = connection.begin();
  connection.closeUnlessBusy();
  assert.deepEqual(closed, []);
  end();
  connection.closeUnlessBusy();
  assert.deepEqual(closed, ["shared"]);
});

Deno.test("untilReused() resolves with the next request", async () => {
  const { add } = setUp();
  const connection = add("used")!;
  connection.begin()();
  const reused = connection.untilReused();
  connection.begin();
  await reused;
});
