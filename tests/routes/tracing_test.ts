import assert from "node:assert/strict";
import { createRecordedTracer } from "../../testing/recorded_tracer.ts";
import { startTestService } from "../../testing/service.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = `00-${TRACE}-00f067aa0ba902b7-01`;

async function startTraced() {
  const tracer = createRecordedTracer();
  const service = await startTestService({ tracer });
  const { token } = await service.newUser();
  const ask = (path: string, body: unknown) =>
    service.request(path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${token}`,
        traceparent: CALLER,
      },
      body: JSON.stringify(body),
    });
  const spans = () => tracer.spans.filter(({ traceparent }) => traceparent.includes(TRACE));
  return { service, token, ask, spans };
}

Deno.test("the steps of a calculation belong to the trace of its caller", async () => {
  const { service, ask, spans, token } = await startTraced();
  await using _ = service;
  const { id } = await (await ask("/factorial", { n: 20_000 })).json();
  const [request, compute, record, insert] = spans();
  assert.equal(spans().length, 4);
  assert.equal(request!.parent, CALLER);
  assert.equal(request!.end?.name, "POST /factorial");
  assert.equal(request!.end?.attributes?.["http.response.status_code"], 200);
  assert.equal(compute!.name, "compute factorial");
  assert.equal(compute!.parent, request!.traceparent);
  assert.equal(compute!.end?.attributes?.["mathcalculator.digits"], 77_338);
  assert.equal(record!.name, "record entry");
  assert.equal(record!.parent, request!.traceparent);
  assert.equal(insert!.name, "insert entries");
  assert.equal(insert!.parent, record!.traceparent);
  for (const { name, end } of spans()) assert.ok(end && end.error === undefined, name);
  const { entries } = await (await service.get("/logs", token)).json();
  assert.equal(
    entries.find((entry: { id: string }) => entry.id === id).traceparent,
    record!.traceparent,
  );
  const line = service.logLines().find(({ trace_id }) => trace_id === TRACE);
  assert.equal(line?.route, "/factorial");
});

Deno.test("a refusal has a span without an error, a failed step has one", async () => {
  const { service, ask, spans } = await startTraced();
  await using _ = service;
  assert.equal((await ask("/factorial", { n: -1 })).status, 422);
  const [refused] = spans();
  assert.equal(refused!.end?.attributes?.["http.response.status_code"], 422);
  assert.equal(refused!.end?.error, undefined);
});

Deno.test("without a tracer no entry and no line names a trace", async () => {
  await using service = await startTestService();
  const { token } = await service.newUser();
  const response = await service.request("/factorial", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
      traceparent: CALLER,
    },
    body: JSON.stringify({ n: 5 }),
  });
  assert.equal(response.status, 200);
  const text = await (await service.get("/logs", token)).text();
  assert.ok(!text.includes("traceparent"));
  assert.ok(service.logLines().every((line) => !("trace_id" in line)));
});
