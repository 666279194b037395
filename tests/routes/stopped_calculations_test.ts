import assert from "node:assert/strict";
import { logEntrySchema } from "../../domain/log_entry.ts";
import { eventually, expectAnswer, expectProblem, recordedBy } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

/** Millions of digits, which take seconds on any machine. */
const LONG = { n: 1_400_000 };

Deno.test("a calculation that exceeds the time limit is cancelled and recorded as time_limit_exceeded", async () => {
  await using app = await startTestService({ config: { timeLimitMs: 100 } });
  const { token } = await app.newUser();
  const response = await app.post("/factorial", LONG, token);
  await expectProblem(response, "time_limit_exceeded");

  const { entries } = await (await app.get("/logs", token)).json();
  assert.equal(entries.length, 1);
  const entry = logEntrySchema().parse(entries[0]);
  assert.equal(entry.outcome, "time_limit_exceeded");
  assert.equal(entry.result, null);
  assert.equal(entry.digits, null);
  await eventually(async () => {
    await expectAnswer(await app.post("/factorial", { n: 5000 }, token));
  });
});

Deno.test("a disconnect cancels the calculation, which is recorded as cancelled", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const controller = new AbortController();
  const pending = calculate(app, token, LONG, controller.signal);
  await untilBusy(app, 1);
  controller.abort();
  await (await pending).body?.cancel();

  const entry = await eventually(async () => {
    const { entries } = await (await app.get("/logs", token)).json();
    assert.equal(entries.length, 1);
    return logEntrySchema().parse(entries[0]);
  });
  assert.equal(entry.outcome, "cancelled");
  assert.equal(entry.result, null);
  await untilBusy(app, 0);
  assert.deepEqual(app.logLines().filter(({ level }) => level === "error"), []);
});

Deno.test("a disconnect does not cancel work that another requester waits for", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const question = { n: 400_000 };
  const controller = new AbortController();
  const cancelled = calculate(app, token, question, controller.signal);
  const completed = app.post("/factorial", question, other);
  await untilBusy(app, 1);
  controller.abort();
  await (await cancelled).body?.cancel();
  const answer = await expectAnswer(await completed);
  assert.equal(answer.digits, 2_067_110);
});

Deno.test("a user with too many waiting calculations is refused, and other users are not", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const controller = new AbortController();
  const waiting = Array.from(
    { length: 66 },
    (_, index) => calculate(app, token, { n: LONG.n + index }, controller.signal),
  );
  const refused = await Promise.any(waiting);
  await expectProblem(refused, "overloaded");
  assert.ok(Number(refused.headers.get("retry-after")) >= 1);

  await expectAnswer(await app.post("/factorial", { n: 5000 }, other));
  controller.abort();
  for (const response of await Promise.all(waiting)) {
    if (!response.bodyUsed) await response.body?.cancel();
  }
  await eventually(async () => assert.equal(await recordedBy(app, token), 65));
});

Deno.test("a stopping service answers running calculations with `unavailable`", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const pending = app.post("/factorial", LONG, token);
  await untilBusy(app, 1);
  app.service.stopCalculations();
  const response = await pending;
  assert.ok(Number(response.headers.get("retry-after")) >= 1);
  await expectProblem(response, "unavailable");
});

function calculate(app: TestService, token: string, question: unknown, signal: AbortSignal) {
  return app.request("/factorial", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(question),
    signal,
  });
}

async function untilBusy(app: TestService, isolates: number): Promise<void> {
  await eventually(async () => {
    const metrics = await (await app.get("/metrics")).text();
    assert.match(metrics, new RegExp(`^compute_busy_isolates ${isolates}$`, "m"));
  });
}
