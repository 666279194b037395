import assert from "node:assert/strict";
import { errorText } from "../../../../domain/error_text.ts";
import { traceIdOf } from "../../../../domain/tracing.ts";
import {
  createOpenTelemetryTracer,
  type OpenTelemetryOptions,
} from "../../../../infra/telemetry/tracing/open_telemetry.ts";

const CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const UNSAMPLED = CALLER.replace(/01$/, "00");

interface Export {
  readonly path: string;
  readonly headers: Headers;
  /** The protobuf message as Latin-1, in which texts can be found. */
  readonly text: string;
}

/** Uses a tracer, stops it and returns what a receiver that answers with `status` was sent. */
async function exported(
  use: (tracer: ReturnType<typeof createOpenTelemetryTracer>) => unknown,
  options: Partial<OpenTelemetryOptions> = {},
  status = 200,
): Promise<Export[]> {
  const exports: Export[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const text = new TextDecoder("latin1").decode(await request.bytes());
      exports.push({ path: new URL(request.url).pathname, headers: request.headers, text });
      return new Response(null, { status });
    },
  );
  const tracer = createOpenTelemetryTracer({
    url: `http://127.0.0.1:${server.addr.port}/v1/traces`,
    headers: {},
    serviceName: "math",
    resourceAttributes: {},
    sampler: { name: "parentbased_always_on", ratio: 1 },
    version: "1.2.3",
    onExported: (error) => assert.ok(error === undefined, errorText(error)),
    ...options,
  });
  await use(tracer);
  await tracer.stop();
  return exports;
}

Deno.test("spans are sent with the resource and the headers of the configuration", async () => {
  const exports = await exported(
    (tracer) =>
      tracer.startSpan({ name: "GET", kind: "server", parent: CALLER, links: [CALLER, "?"] })
        .end({ name: "GET /logs", attributes: { route: "/logs", none: undefined } }),
    { headers: { authorization: "Bearer t" }, resourceAttributes: { zone: "north" } },
  );
  assert.equal(exports.length, 1);
  const [{ path, headers, text }] = exports as [Export];
  assert.equal(path, "/v1/traces");
  assert.equal(headers.get("content-type"), "application/x-protobuf");
  assert.equal(headers.get("authorization"), "Bearer t");
  for (const part of ["service.name", "math", "1.2.3", "zone", "north", "GET /logs", "route"]) {
    assert.ok(text.includes(part), part);
  }
  assert.ok(!text.includes("none"));
});

Deno.test("a span belongs to the trace of its parent, and without one begins a trace", async () => {
  await exported((tracer) => {
    const child = tracer.startSpan({ name: "a", kind: "internal", parent: CALLER });
    assert.match(child.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    assert.equal(traceIdOf(child.traceparent), traceIdOf(CALLER));
    assert.notEqual(child.traceparent, CALLER);
    for (const parent of [undefined, "", "garbage", CALLER.replace("4b", "zz")]) {
      const { traceparent } = tracer.startSpan({ name: "b", kind: "internal", parent });
      assert.notEqual(traceIdOf(traceparent), traceIdOf(CALLER));
    }
    child.end();
  });
});

Deno.test("a failed step has the error's text as its status", async () => {
  const [sent] = await exported((tracer) =>
    tracer.startSpan({ name: "a", kind: "producer", parent: undefined })
      .end({ error: new Error("no broker") })
  );
  assert.ok(sent!.text.includes("no broker"));
});

for (
  const [name, ratio, parent, isSent] of [
    ["parentbased_always_on", 1, undefined, true],
    ["parentbased_always_on", 1, UNSAMPLED, false],
    ["parentbased_always_off", 1, undefined, false],
    ["parentbased_always_off", 1, CALLER, true],
    ["parentbased_traceidratio", 0, undefined, false],
    ["parentbased_traceidratio", 1, undefined, true],
    ["always_on", 1, UNSAMPLED, true],
    ["always_off", 1, CALLER, false],
    ["traceidratio", 0, CALLER, false],
  ] as const
) {
  const whose = parent === undefined
    ? "that begins here"
    : parent === CALLER
    ? "that its caller records"
    : "that its caller does not record";
  Deno.test(`${name} with ${ratio} ${isSent ? "records" : "skips"} a trace ${whose}`, async () => {
    const exports = await exported(
      (tracer) => {
        const span = tracer.startSpan({ name: "a", kind: "internal", parent });
        assert.equal(span.traceparent.endsWith("-01"), isSent);
        span.end();
      },
      { sampler: { name, ratio } },
    );
    assert.equal(exports.length, isSent ? 1 : 0);
  });
}

Deno.test("a collector that refuses spans is reported once, and loses only spans", async () => {
  const reports: unknown[] = [];
  await exported(
    (tracer) => tracer.startSpan({ name: "a", kind: "internal", parent: undefined }).end(),
    { onExported: (error) => reports.push(error) },
    400,
  );
  assert.equal(reports.length, 1);
  assert.ok(reports[0] instanceof Error);
});
