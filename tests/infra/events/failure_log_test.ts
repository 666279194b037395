import assert from "node:assert/strict";
import { createFailureLog } from "../../../infra/events/failure_log.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";

Deno.test("a failure log has one line when a task starts to fail and one when it works again", () => {
  let log = "";
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const failures = createFailureLog(logger, () => 0);
  failures.report("relay", undefined);
  failures.report("relay", new Error("away"));
  failures.report("relay", new Error("still away"));
  failures.report("lag", new Error("denied"));
  assert.deepEqual([failures.isFailing("relay"), failures.isFailing("probe")], [true, false]);
  failures.report("relay", undefined);
  failures.report("relay", undefined);
  assert.deepEqual([failures.isFailing("relay"), failures.isFailing("lag")], [false, true]);
  logger.flush();
  const lines = log.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ level, message, error }) => [level, message, error]), [
    ["warn", "relay_failing", "away"],
    ["warn", "lag_failing", "denied"],
    ["info", "relay_ok", undefined],
  ]);
});

Deno.test("a task that keeps failing is logged every minute with its current error", () => {
  let log = "";
  let now = 0;
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const failures = createFailureLog(logger, () => now);
  for (const error of ["first", "brief", "lasting", "lasting", "lasting"]) {
    failures.report("consumer", new Error(error));
    now += 30_000;
  }
  failures.report("consumer", undefined);
  failures.report("consumer", new Error("another"));
  logger.flush();
  const errors = log.trim().split("\n").map((line) => JSON.parse(line).error);
  assert.deepEqual(errors, ["first", "lasting", "lasting", undefined, "another"]);
});
