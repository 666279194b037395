import assert from "node:assert/strict";
import { delay } from "../../../infra/async/delay.ts";

Deno.test("delay() resolves after its milliseconds", async () => {
  const started = performance.now();
  await delay(20, new AbortController().signal);
  assert.ok(performance.now() - started >= 19);
});

Deno.test("delay() resolves at once when its signal is aborted before or during the delay", async () => {
  const aborted = new AbortController();
  const delaying = delay(60_000, aborted.signal);
  aborted.abort();
  await delaying;
  await delay(60_000, aborted.signal);
});
