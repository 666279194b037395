/**
 * Measures the throughput and memory of the consumer while it stores a backlog in Postgres:
 *
 *     TEST_KAFKA_BROKERS=… TEST_DATABASE_URL=… ./denow task bench:consumer [EVENTS]
 */
import { logEntry } from "../../testing/log_entries.ts";
import { newTopic, openTopic } from "../../testing/kafka.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";
import { memoryOf, processorSecondsOf } from "../../testing/resources.ts";

const EVENTS = Number(Deno.args[0] ?? 1_000_000);
const BATCH = 1_000;
const TIME_LIMIT_MS = 600_000;

const topic = newTopic();
await using database = await createTestDatabase();
console.log(`Publishing ${EVENTS} events`);
await publish();

let mostMemory = 0;
await using program = await startProgram({
  verb: "consume",
  form: "compiled",
  env: { ...topic.env, DATABASE_URL: database.url },
});
const started = performance.now();
await until("all events are stored", async () => {
  mostMemory = Math.max(mostMemory, await memoryOf(program.pid));
  return await storedEvents() >= EVENTS;
}, TIME_LIMIT_MS);
const seconds = (performance.now() - started) / 1_000;

const [row] = await database.query("select count(*)::integer as rows from request_log");
console.log(`${row!.rows} rows in ${seconds.toFixed(1)} s`);
console.log(`${Math.round(EVENTS / seconds)} events/s`);
console.log(`${(await processorSecondsOf(program.pid)).toFixed(1)} s of CPU time`);
console.log(`${Math.round(mostMemory / 2 ** 20)} MB of memory at peak`);

async function publish(): Promise<void> {
  await using opened = await openTopic(topic.settings);
  const producer = opened.topic.createProducer();
  for (let sent = 0; sent < EVENTS; sent += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, EVENTS - sent) }, () => logEntry());
    const events = entries.map((entry, i) => ({ key: `u${i % 64}`, json: JSON.stringify(entry) }));
    await producer.publish(events);
  }
  await producer.close();
}

async function storedEvents(): Promise<number> {
  const text = await (await program.get("/metrics")).text();
  return Number(/^events_stored_total (\d+)/m.exec(text)?.[1] ?? 0);
}
