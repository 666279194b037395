import assert from "node:assert/strict";
import { factorialOperation } from "../../domain/operations/factorial.ts";
import { Question } from "../../domain/question.ts";
import { redisKey } from "../../infra/redis/keys.ts";
import { expectAnswer, expectProblem } from "../../testing/expect.ts";
import { claimRedisDatabase, IGNORE_REDIS, type RedisDatabase } from "../../testing/redis.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

const JWT_SECRET = "a secret of thirty-two characters";

function test(
  name: string,
  check: (
    services: { one: TestService; other: TestService; database: RedisDatabase },
    t: Deno.TestContext,
  ) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: IGNORE_REDIS,
    fn: async (t) => {
      await using database = await claimRedisDatabase();
      const config = { redisUrl: database.url, jwtSecret: JWT_SECRET };
      await using one = await startTestService({ config });
      await using other = await startTestService({ config });
      await check({ one, other, database }, t);
    },
  });
}

test(
  "services on the same Redis share cached answers",
  async ({ one, other, database }, t) => {
    const { token } = await one.newUser();
    const calculate = async (service: TestService, n: number) => {
      const { cached, result } = await expectAnswer(await service.post("/factorial", { n }, token));
      const question = Question.parse(factorialOperation, { n });
      const key = redisKey("result", question.key);
      await until("Redis has the result", async () => await database.client.exists(key) === 1);
      return { cached, result };
    };

    await t.step("short and long answers", async () => {
      for (const n of [20, 5_000]) {
        const first = await calculate(one, n);
        assert.equal(first.cached, false);
        assert.deepEqual(await calculate(other, n), { ...first, cached: true });
      }
    });
    await t.step("a link shows a cached answer without computing", async () => {
      const html = { Accept: "text/html" };
      await calculate(one, 21);
      const known = await (await other.get("/factorial?n=21", token, html)).text();
      assert.match(known, /51090942171709440000/);
      const unknown = await (await other.get("/factorial?n=22", token, html)).text();
      assert.doesNotMatch(unknown, /1124000727777607680000/);
    });
    await t.step("look-ups are counted by cache level, and /health includes Redis", async () => {
      await calculate(other, 20);
      const metrics = await (await other.get("/metrics")).text();
      assert.match(metrics, /^cache_lookups_total\{result="hit",level="redis"\} 3$/m);
      assert.match(metrics, /^cache_lookups_total\{result="hit",level="memory"\} 1$/m);
      assert.match(metrics, /^health_check_ok\{check="cache"\} 1$/m);
      assert.equal((await (await other.get("/health")).json()).checks.cache, "ok");
    });
  },
);

test("services on the same Redis limit sign-ins together", async ({ one, other }) => {
  const from = "192.0.2.1";
  const guess = (service: TestService, index: number) =>
    service.request("/token", {
      method: "POST",
      body: new URLSearchParams({ username: `nobody-${index}`, password: "wrong password" }),
      from,
    });
  for (let index = 0; index < 30; index++) {
    await expectProblem(await guess(index % 2 ? one : other, index), "invalid_credentials");
  }
  for (const service of [one, other]) {
    await expectProblem(await guess(service, 30), "rate_limited");
  }
});

Deno.test("without Redis the service works, and its cache is reported as failing", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = `redis://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  listener.close();
  await using app = await startTestService({ config: { redisUrl: address } });
  const { token } = await app.newUser();
  for (const cached of [false, true]) {
    const answer = await expectAnswer(await app.post("/factorial", { n: 20 }, token));
    assert.equal(answer.cached, cached);
  }
  const health = await app.get("/health");
  assert.equal(health.status, 200);
  const { status, checks } = await health.json();
  assert.deepEqual([status, checks.cache], ["degraded", "failing"]);
  assert.match(await (await app.get("/metrics")).text(), /^health_check_ok\{check="cache"\} 0$/m);
  const lines = app.logLines().filter(({ message }) => message === "cache_failing");
  assert.equal(lines.length, 1);
  assert.match(String(lines[0]!.error), /^Redis cannot be reached: .*refused/i);
});
