import assert from "node:assert/strict";
import { isRecorded, traced, traceIdOf } from "../../domain/tracing.ts";
import { createRecordedTracer } from "../../testing/recorded_tracer.ts";

const TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const START = { name: "step", kind: "internal", parent: TRACEPARENT } as const;

Deno.test("a traceparent has the id of the trace, and whether it is recorded", () => {
  assert.equal(traceIdOf(TRACEPARENT), "4bf92f3577b34da6a3ce929d0e0e4736");
  assert.equal(isRecorded(TRACEPARENT), true);
  assert.equal(isRecorded(TRACEPARENT.replace(/01$/, "00")), false);
});

Deno.test("traced() ends the span with the work, and with its error", async () => {
  const tracer = createRecordedTracer();
  const traceparent = await traced(tracer, START, (span) => Promise.resolve(span.traceparent));
  assert.deepEqual(tracer.spans, [{ ...START, traceparent, end: {} }]);
  const error = new Error("no");
  await assert.rejects(traced(tracer, START, () => Promise.reject(error)), error);
  assert.deepEqual(tracer.spans[1]?.end, { error });
});
