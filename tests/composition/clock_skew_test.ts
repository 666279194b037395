import assert from "node:assert/strict";
import { createClockSkew } from "../../composition/clock_skew.ts";
import { MAX_CLOCK_SKEW_MS } from "../../domain/accounts/sessions.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { createTestClock } from "../../testing/clock.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { isIgnored } from "../../testing/services.ts";
import { startTestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

/** A clock and a server whose reply takes some time, both under the control of the test. */
function createFixture() {
  let [log, now, elapsed] = ["", 1_000_000, 0];
  let reply: number | undefined;
  const logger = createLogger({ level: "info", format: "json", write: (lines) => log += lines });
  const measured: number[] = [];
  const skew = createClockSkew({
    database: {
      serverTime: () => {
        now += 400;
        elapsed += 400;
        return Promise.resolve(reply);
      },
    },
    clock: { now: () => now, elapsed: () => elapsed },
    logger,
    onMeasured: (seconds) => measured.push(seconds),
  });
  return {
    skew,
    measured,
    /** Measures against a server whose clock is ahead, or behind if negative. */
    measure: async (aheadMs: number | undefined) => {
      reply = aheadMs === undefined ? undefined : now + 200 + aheadMs;
      await skew.measure();
    },
    messages: () => {
      logger.flush();
      return log.split("\n").filter(Boolean).map((line) => JSON.parse(line))
        .map(({ message, seconds }) => [message, seconds]);
    },
  };
}

Deno.test("the skew is the smallest that explains the time of the server", async () => {
  const { skew, measured, measure } = createFixture();
  assert.equal(skew.seconds, undefined);
  for (const aheadMs of [0, 150, -150, 5_200, -5_200]) await measure(aheadMs);
  assert.deepEqual(measured.map((seconds) => seconds + 0), [0, 0, 0, -5, 5]);
  assert.equal(skew.seconds, 5);
});

Deno.test("the skew of a database with the same clock stays unknown", async () => {
  const { skew, measured, measure } = createFixture();
  await measure(undefined);
  assert.deepEqual([skew.seconds, skew.isTolerated, measured], [undefined, true, []]);
});

Deno.test("a clock beyond the bound is not tolerated, and each change is logged", async () => {
  const { skew, measure, messages } = createFixture();
  const tolerated: boolean[] = [];
  for (const aheadMs of [MAX_CLOCK_SKEW_MS, -MAX_CLOCK_SKEW_MS - 1_200, 70_200, 0]) {
    await measure(aheadMs);
    tolerated.push(skew.isTolerated);
  }
  assert.deepEqual(tolerated, [true, false, false, true]);
  assert.deepEqual(messages(), [["clock_failing", 61], ["clock_ok", 0]]);
});

Deno.test({
  name: "a service is not ready while its clock differs too much from that of Postgres",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using database = await createTestDatabase();
    const clock = createTestClock();
    await using app = await startTestService({
      config: { databaseUrl: database.url },
      clock,
      maxClockSkewMs: MAX_CLOCK_SKEW_MS,
    });
    const { token } = await app.newUser();
    const ready = async () => (await app.get("/health/ready")).status;
    assert.equal(await ready(), 200);
    for (const direction of [-1, 1]) {
      clock.jump(direction * 600_000);
      await until("not ready", async () => await ready() === 503);
      const response = await app.get("/health");
      const { status, waiting_for, clock_skew_seconds } = await response.json();
      assert.deepEqual([response.status, status, waiting_for], [503, "degraded", "clock"]);
      assert.ok(Math.abs(clock_skew_seconds - direction * 600) < 60, `${clock_skew_seconds}`);
      assert.equal((await app.post("/factorial", { n: 5 }, token)).status, 503);
      const metrics = await (await app.get("/metrics")).text();
      assert.match(metrics, direction < 0 ? /^clock_skew_seconds -/m : /^clock_skew_seconds \d/m);
      clock.jump(-direction * 600_000);
      await until("ready", async () => await ready() === 200);
    }
  },
});
