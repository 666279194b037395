import assert from "node:assert/strict";
import { createBackoff } from "../../../infra/async/backoff.ts";

Deno.test("the pause of a backoff doubles up to its maximum, and reset() ends it", () => {
  let now = 0;
  const backoff = createBackoff({ firstMs: 100, maxMs: 300, now: () => now });
  assert.equal(backoff.isDue, true);
  for (const pauseMs of [100, 200, 300, 300]) {
    backoff.onFailure();
    now += pauseMs - 1;
    assert.equal(backoff.isDue, false, `${pauseMs}`);
    now++;
    assert.equal(backoff.isDue, true, `${pauseMs}`);
  }
  backoff.onFailure();
  backoff.reset();
  assert.equal(backoff.isDue, true);
  backoff.onFailure();
  now += 100;
  assert.equal(backoff.isDue, true);
});
