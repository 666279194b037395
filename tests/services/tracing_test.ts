import assert from "node:assert/strict";
import { IGNORE_KAFKA, newTopic } from "../../testing/kafka.ts";
import { COLLECTOR, type ReceivedSpan, startCollector } from "../../testing/otlp_collector.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { startProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

/** A trace id and a span id of a caller. */
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

Deno.test({
  name: "one trace leads from the caller through compute and Kafka to the consumer and the row",
  ignore: IGNORE_KAFKA || isIgnored("postgres") || COLLECTOR === undefined,
  fn: async () => {
    await using topic = newTopic();
    await using database = await createTestDatabase();
    await using collector = await startCollector(COLLECTOR!);
    const env = {
      ...topic.env,
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      CONSUMER: "off",
    };
    await using program = await startProgram({ env });
    await using consumer = await startProgram({
      verb: "consume",
      env: { ...env, OTEL_SERVICE_NAME: "mathcalculator-consumer" },
    });
    const { token } = await program.newUser();
    await until("events are published first", async () => {
      const { checks } = await (await program.get("/health")).json();
      return checks.events === "ok";
    });
    const response = await fetch(`${program.address}/factorial`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
        traceparent: `00-${TRACE}-${CALLER}-01`,
      },
      body: JSON.stringify({ n: 20_000 }),
    });
    const { id } = await response.json();
    const spans = await until("the consumer's span arrives", () => {
      const found = collector.spans().filter(({ traceId }) => traceId === TRACE);
      return found.some(({ kind }) => kind === "SPAN_KIND_CONSUMER") &&
        found.some(({ kind }) => kind === "SPAN_KIND_SERVER") && found;
    });
    assert.deepEqual(pathsOf(spans), [
      "POST /factorial",
      "POST /factorial > compute factorial",
      "POST /factorial > record entry",
      `POST /factorial > record entry > process ${topic.name}`,
      "POST /factorial > record entry > send entries",
    ]);
    const [row] = await until("the row is stored", async () => {
      const rows = await database.query(`select entry from request_log where id = '${id}'`);
      return rows.length === 1 && rows;
    });
    const recording = spans.find(({ name }) => name === "record entry")!;
    assert.equal(JSON.parse(String(row!.entry)).traceparent, `00-${TRACE}-${recording.id}-01`);
    const line = program.log().find(({ trace_id }) => trace_id === TRACE);
    assert.equal(line?.route, "/factorial");
    assert.equal((await consumer.end("SIGTERM")).code, 0);
  },
});

/** The names from the caller's child down to each span, sorted. */
function pathsOf(spans: readonly ReceivedSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const path = (span: ReceivedSpan): string => {
    const parent = byId.get(span.parentId);
    if (!parent) assert.equal(span.parentId, CALLER);
    return parent ? `${path(parent)} > ${span.name}` : span.name;
  };
  return spans.map(path).sort();
}
