import assert from "node:assert/strict";
import { logEntry } from "../../testing/log_entries.ts";
import { IGNORE_KAFKA, newTopic, openTopic, readTopic, textOf } from "../../testing/kafka.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

const EVENTS = 20_000;
const ROUNDS = Number(Deno.env.get("CRASH_ROUNDS") || 2);
const ignore = IGNORE_KAFKA || isIgnored("postgres");

Deno.test({
  name: `no event is lost or stored twice when the consumer is killed (${ROUNDS} rounds)`,
  ignore,
  fn: async () => {
    await using topic = newTopic();
    await using database = await createTestDatabase();
    const env = { ...topic.env, DATABASE_URL: database.url };
    await using opened = await openTopic(topic.settings);
    const producer = opened.topic.createProducer();
    const expected = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const entries = Array.from({ length: EVENTS }, () => logEntry());
      for (let start = 0; start < EVENTS; start += 500) {
        const some = entries.slice(start, start + 500);
        await producer.publish(some.map((entry) => ({ key: entry.id, json: text(entry) })));
      }
      for (const { id } of entries) expected.add(id);
      await using killed = await startProgram({ verb: "consume", env });
      await until("the consumer has stored events", async () => await consumedBy(killed) > 0);
      await killed.end("SIGKILL");
    }
    await producer.close();
    await using program = await startProgram({ verb: "consume", env });
    await until("everything is stored", async () => await opened.topic.lag() === 0, 60_000);
    const rows = await database.query("select id from request_log");
    assert.equal(rows.length, expected.size);
    assert.deepEqual(new Set(rows.map(({ id }) => id)), expected);
    const { code, stderr } = await program.end("SIGTERM");
    assert.equal(code, 0, stderr);
  },
});

Deno.test({
  name: "invalid events become dead letters with a reason, and later events are stored",
  ignore,
  fn: async (t) => {
    await using topic = newTopic();
    await using database = await createTestDatabase();
    const env = { ...topic.env, DATABASE_URL: database.url };
    await using opened = await openTopic(topic.settings);
    const producer = opened.topic.createProducer();
    const good = [logEntry(), logEntry()];
    const unstorable = logEntry({ user: "a\0b" });
    const foreign = ["garbage", "", '{"id":1}', text({ ...logEntry(), schema: 2 })];
    const values = [text(good[0]!), ...foreign, text(unstorable), text(good[1]!)];
    await producer.publish(values.map((json) => ({ key: "u", json })));
    await producer.close();
    await using program = await startProgram({ verb: "consume", env });
    await until("all events are consumed", async () => await opened.topic.lag() === 0);

    await t.step("the entries are stored", async () => {
      const rows = await database.query("select id from request_log order by id");
      assert.deepEqual(rows.map(({ id }) => id), good.map(({ id }) => id));
    });
    await t.step("the invalid events are on the dead-letter topic", async () => {
      const settings = { ...topic.settings, kafkaTopic: `${topic.name}.dead` };
      const dead = (await readTopic(settings)).map(textOf);
      assert.deepEqual(dead.sort(), [...foreign, text(unstorable)].sort());
    });
    await t.step("the log has the origin and the reason of each", () => {
      const lines = program.log().filter(({ message }) => message === "event_dead_lettered");
      assert.equal(lines.length, foreign.length + 1);
      for (const { reason, origin } of lines) {
        assert.ok(String(reason).length > 0);
        assert.match(String(origin), new RegExp(`^${topic.name}/\\d/\\d$`));
      }
    });
    await t.step("the consumer is healthy and reports its counts", async () => {
      const response = await program.get("/health");
      assert.equal(response.status, 200);
      assert.deepEqual((await response.json()).checks, {
        database: "ok",
        cache: "off",
        events: "ok",
      });
      assert.equal(await consumedBy(program), values.length);
    });
  },
});

async function consumedBy(program: Program): Promise<number> {
  const exposed = await (await program.get("/metrics")).text();
  return Number(/^events_consumed_total (\d+)$/m.exec(exposed)![1]);
}

function text(entry: unknown): string {
  return JSON.stringify(entry);
}
