import assert from "node:assert/strict";
import { environmentOf, readCompose, SECRETS } from "../../testing/compose.ts";
import { expectStatus } from "../../testing/http_client.ts";
import { type Program, runProgram, startProgram } from "../../testing/program.ts";
import { ADDRESSES } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

const { postgres, redis, kafka } = ADDRESSES;
const { services } = readCompose();

Deno.test({
  name: "API and consumer are healthy with the settings of the Compose file",
  ignore: postgres === undefined || redis === undefined || kafka === undefined,
  fn: async (t) => {
    const unique = `topology-${crypto.randomUUID().slice(0, 8)}`;
    const settings = { KAFKA_TOPIC: unique, KAFKA_GROUP: unique };
    await using api = await startContainer("api", settings);
    await using consumer = await startContainer("consumer", settings);
    const { token } = await api.newUser();

    for (
      const [name, program, checks] of [
        ["api", api, { database: "ok", cache: "ok", events: "ok" }],
        ["consumer", consumer, { database: "ok", cache: "off", events: "ok" }],
      ] as const
    ) {
      await t.step(`/health of the container ${name} is ok`, async () => {
        const health = await until("all checks are ok", async () => {
          const answer = await (await program.get("/health")).json();
          return answer.status === "ok" && answer;
        });
        assert.deepEqual(health.checks, checks);
      });
      await t.step(`the health check of the container ${name} succeeds`, async () => {
        const [kind, path, ...args] = services[name]!.healthcheck!.test;
        assert.deepEqual([kind, path], ["CMD", "/mathcalculator"]);
        const env = { HOST: "127.0.0.1", PORT: String(program.port) };
        assert.equal((await runProgram(args, { env })).code, 0);
      });
      await t.step(`the container ${name} has metrics`, async () => {
        await expectStatus(await program.get("/metrics"), 200);
      });
    }
    await t.step("a calculation reaches the log through the topic and the consumer", async () => {
      const response = await api.post("/factorial", { n: 20 }, token);
      const { id } = JSON.parse(await expectStatus(response, 200));
      await until(
        "the log has the entry",
        async () => (await api.entries(token)).some((entry) => entry.id === id),
      );
      const metrics = await expectStatus(await consumer.get("/metrics"), 200);
      assert.match(metrics, /^events_stored_total [1-9]/m);
    });
  },
});

/**
 * Runs the command of a container with its settings against services on loopback, whose addresses have
 * their passwords.
 */
function startContainer(
  name: "api" | "consumer",
  settings: Readonly<Record<string, string>>,
): Promise<Program> {
  const service = services[name]!;
  const [verb] = service.command as ["serve" | "consume"];
  const {
    DATABASE_URL,
    DATABASE_PASSWORD_FILE,
    REDIS_URL,
    REDIS_PASSWORD_FILE,
    KAFKA_BROKERS,
    ...others
  } = environmentOf(service);
  const onLoopback = { DATABASE_URL: postgres!, REDIS_URL: redis!, KAFKA_BROKERS: kafka! };
  assert.ok(DATABASE_URL && REDIS_URL && KAFKA_BROKERS);
  for (const file of [DATABASE_PASSWORD_FILE, REDIS_PASSWORD_FILE]) {
    assert.ok(file?.startsWith(SECRETS));
  }
  return startProgram({ verb, dataDir: null, env: { ...others, ...onLoopback, ...settings } });
}
