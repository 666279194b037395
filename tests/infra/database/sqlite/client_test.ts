import assert from "node:assert/strict";
import { createSqliteClient } from "../../../../infra/database/sqlite/client.ts";
import type { StatementRequest } from "../../../../infra/database/sqlite/protocol.ts";
import { until } from "../../../../testing/until.ts";

/** The far end of a client, which replies to one statement at a time. */
function createIsolate(maxSent: number) {
  const { port1, port2 } = new MessageChannel();
  const received: StatementRequest[] = [];
  let replied = 0;
  port2.onmessage = ({ data }) => received.push(data);
  return {
    client: createSqliteClient(port1, { maxSent }),
    received: () => received.map(({ sql }) => sql),
    receive: (count: number) => until(`${count} received`, () => received.length >= count),
    reply: () => port2.postMessage({ id: received[replied++]!.id, rows: [], changes: 0 }),
    [Symbol.dispose]: () => {
      port1.close();
      port2.close();
    },
  };
}

const SOON = { timeLimitMs: 20 };
const LATER = { timeLimitMs: 20_000 };

Deno.test("a statement that timed out before it was sent is never sent", async () => {
  using isolate = createIsolate(1);
  const first = isolate.client.run("first", [], LATER);
  await assert.rejects(isolate.client.run("late", [], SOON), { message: /^No answer from SQLite/ });
  const last = isolate.client.run("last", [], LATER);
  await isolate.receive(1);
  isolate.reply();
  await first;
  await isolate.receive(2);
  isolate.reply();
  await last;
  assert.deepEqual(isolate.received(), ["first", "last"]);
});

Deno.test("an urgent statement is sent before the others that wait", async () => {
  using isolate = createIsolate(1);
  const statements = [
    isolate.client.run("first", [], LATER),
    isolate.client.run("second", [], LATER),
    isolate.client.run("urgent", [], { ...LATER, lane: "urgent" }),
  ];
  for (let count = 1; count <= 3; count++) {
    await isolate.receive(count);
    isolate.reply();
  }
  await Promise.all(statements);
  assert.deepEqual(isolate.received(), ["first", "urgent", "second"]);
});

Deno.test("a sent statement that timed out keeps its place until the isolate replies", async () => {
  using isolate = createIsolate(1);
  await assert.rejects(isolate.client.run("slow", [], SOON), { message: /^No answer from SQLite/ });
  const next = isolate.client.run("next", [], LATER);
  await isolate.receive(1);
  assert.deepEqual(isolate.received(), ["slow"]);
  isolate.reply();
  await isolate.receive(2);
  isolate.reply();
  await next;
});
