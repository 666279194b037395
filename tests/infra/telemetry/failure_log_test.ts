import assert from "node:assert/strict";
import { createFailureLog } from "../../../infra/telemetry/failure_log.ts";
import { createLogger } from "../../../infra/telemetry/logger.ts";

Deno.test("a failure log has one line when a task starts to fail and one when it works again", () => {
  let log = "";
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const failures = createFailureLog({ logger, now: () => 0 });
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

Deno.test("a task that keeps failing is logged every minute, and with another error after 10 s", () => {
  let log = "";
  let now = 0;
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const failures = createFailureLog({ logger, level: "error", now: () => now });
  const reports: [seconds: number, error: string | undefined][] = [
    [0, "first"],
    [5, "brief"],
    [9, "lasting"],
    [10, "lasting"],
    [69, "lasting"],
    [70, "lasting"],
    [71, undefined],
    [72, "another"],
  ];
  for (const [seconds, error] of reports) {
    now = 1_000 * seconds;
    failures.report("consumer", error && new Error(error));
  }
  logger.flush();
  const lines = log.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ level, error }) => [level, error]), [
    ["error", "first"],
    ["error", "lasting"],
    ["error", "lasting"],
    ["info", undefined],
    ["error", "another"],
  ]);
});
