import assert from "node:assert/strict";
import { ServiceError, unavailable } from "../../../domain/errors.ts";
import type { AnsweredRequest } from "../../../domain/ports.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";
import { createRequestLogger } from "../../../infra/telemetry/request_logger.ts";

const REQUEST: AnsweredRequest = {
  requestId: "request-1",
  method: "POST",
  handler: "/factorial",
  status: 200,
  sentStatus: 200,
  seconds: 0.0012345,
  userId: undefined,
  error: undefined,
};

/** The logged line of a request, without its time. */
function logged(members: Partial<AnsweredRequest> = {}) {
  let text = "";
  const write = (lines: string) => {
    text += lines;
  };
  const logger = createLogger({ level: "debug", format: "json", write });
  const counted: AnsweredRequest[] = [];
  const request = { ...REQUEST, sentStatus: members.status ?? REQUEST.status, ...members };
  createRequestLogger(logger, { onAnswered: (answered) => counted.push(answered) })
    .onAnswered(request);
  logger.flush();
  assert.deepEqual(counted, [request]);
  const { time: _, ...line } = JSON.parse(text);
  return line;
}

const LINE = {
  level: "info",
  message: "request",
  request_id: "request-1",
  method: "POST",
  route: "/factorial",
  status: 200,
  ms: 1.235,
};

Deno.test("a request is logged as one line with route, status, duration and user", () => {
  assert.deepEqual(logged(), LINE);
  assert.deepEqual(logged({ userId: "user-1" }), { ...LINE, user: "user-1" });
});

Deno.test("a 4xx is logged with its error code and without the cause", () => {
  const error = new ServiceError("invalid_credentials", "Wrong", { cause: new Error("SQL") });
  const line = logged({ status: 401, error });
  assert.deepEqual(line, { ...LINE, status: 401, outcome: "invalid_credentials" });
});

Deno.test("a 500 is logged as an error and a 503 as a warning, both with the cause", () => {
  const cause = new Error("disk full");
  const failed = logged({
    status: 500,
    error: new ServiceError("internal", "It failed", { cause }),
  });
  assert.deepEqual([failed.level, failed.outcome, failed.error], [
    "error",
    "internal",
    "disk full",
  ]);
  const outage = logged({ status: 503, error: unavailable("Away", cause) });
  assert.deepEqual([outage.level, outage.outcome, outage.error], [
    "warn",
    "unavailable",
    "disk full",
  ]);
  const plain = logged({ status: 503, error: new ServiceError("overloaded", "Too many") });
  assert.deepEqual([plain.level, plain.outcome, plain.error], ["warn", "overloaded", undefined]);
});

Deno.test("a failure after the headers were sent is logged with both statuses", () => {
  const error = new ServiceError("internal", "It failed", { cause: new Error("disk full") });
  const line = logged({ status: 500, sentStatus: 200, error });
  assert.deepEqual([line.level, line.status, line.sent_status, line.error], [
    "error",
    500,
    200,
    "disk full",
  ]);
});

Deno.test("a failure that is not a ServiceError is logged without an outcome", () => {
  const line = logged({ status: 500, error: "odd" });
  assert.deepEqual(line, { ...LINE, level: "error", status: 500 });
});
