import assert from "node:assert/strict";
import { progressLine } from "../../../commands/shared/progress_bar.ts";

Deno.test("the bar is full only when all work is done", () => {
  const cases = [
    [0, 0.2, `[${"-".repeat(30)}]   0 %, 1 s left`],
    [0.5, 59.5, `[${"#".repeat(15)}${"-".repeat(15)}]  50 %, 1 min 0 s left`],
    [0.9999, 3, `[${"#".repeat(29)}-]  99 %, 3 s left`],
    [1, 0, `[${"#".repeat(30)}] 100 %, 0 s left`],
  ] as const;
  for (const [fraction, secondsLeft, line] of cases) {
    assert.equal(progressLine({ fraction, secondsLeft }), line);
  }
});
