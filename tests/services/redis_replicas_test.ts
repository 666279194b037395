import assert from "node:assert/strict";
import { expectStatus, type HttpClient } from "../../testing/http_client.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { claimRedisDatabase, IGNORE_REDIS } from "../../testing/redis.ts";
import { createServiceControl, IGNORE_FAULTS, SERVICES_PROGRAM } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

const CLIENTS = 8;
const JWT_SECRET = "a secret of thirty-two characters";

interface Replicas extends AsyncDisposable {
  readonly one: Program;
  readonly other: Program;
  readonly token: string;
}

async function startReplicas(redisUrl: string): Promise<Replicas> {
  const stack = new AsyncDisposableStack();
  const env = { REDIS_URL: redisUrl, JWT_SECRET };
  const one = stack.use(await startProgram({ env }));
  const other = stack.use(await startProgram({ env }));
  const { token } = await one.newUser();
  return { one, other, token, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function cacheState(program: HttpClient): Promise<string> {
  return JSON.parse(await expectStatus(await program.get("/health"), 200)).checks.cache;
}

async function ask(program: HttpClient, n: number, token: string) {
  return JSON.parse(await expectStatus(await program.post("/factorial", { n }, token), 200));
}

/** Inputs above this number are not cached yet. */
let lastNew = 100;

/** Repeats a new calculation on both programs until the second one finds it in the shared cache. */
async function expectShared({ one, other, token }: Replicas): Promise<void> {
  await until("an answer of one program is cached for the other", async () => {
    const n = ++lastNew;
    const { result } = await ask(one, n, token);
    const second = await ask(other, n, token);
    assert.equal(second.result, result);
    return second.cached;
  });
}

/** Starts clients that run new calculations on both programs and check every answer. */
function startClients({ one, other, token }: Replicas) {
  let answers = 0;
  let isOver = false;

  async function client(number: number): Promise<void> {
    for (let base = number; !isOver; base += CLIENTS) {
      for (const program of [one, other]) {
        const response = await program.post("/pow", { base, exponent: 3 }, token);
        const { result } = JSON.parse(await expectStatus(response, 200));
        assert.equal(result, String(BigInt(base) ** 3n));
        answers++;
      }
    }
  }

  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  return {
    count: () => answers,
    end: async () => {
      isOver = true;
      await clients;
    },
  };
}

Deno.test({
  name: "replicas share the cache and the rate limits",
  ignore: IGNORE_REDIS,
  fn: async (t) => {
    await using database = await claimRedisDatabase();
    await using replicas = await startReplicas(database.url);
    const { one, other } = replicas;

    await t.step("cache", () => expectShared(replicas));
    await t.step("rate limits", async () => {
      const guess = async (program: Program) => {
        const body = { username: "nobody", password: "wrong password" };
        const response = await program.post("/token", body);
        await response.body?.cancel();
        return response.status;
      };
      const statuses: number[] = [];
      for (let i = 0; i < 12; i++) statuses.push(await guess(i % 2 ? one : other));
      assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429]);
    });
  },
});

Deno.test({
  name: "every calculation is answered during faults of Redis, and Redis is used again afterwards",
  ignore: IGNORE_REDIS || IGNORE_FAULTS,
  fn: async (t) => {
    const { kill, pause, resume, start } = createServiceControl(SERVICES_PROGRAM!);
    await using database = await claimRedisDatabase();
    await using replicas = await startReplicas(database.url);
    const { one, other } = replicas;
    const clients = startClients(replicas);

    async function fail(fault: () => Promise<void>, repair: () => Promise<void>): Promise<void> {
      await fault();
      try {
        for (const program of [one, other]) {
          await until(
            "/health reports a failing cache",
            async () => await cacheState(program) === "failing",
          );
        }
        const began = performance.now();
        const before = clients.count();
        await until("three seconds have passed", () => performance.now() - began > 3_000);
        assert.ok(clients.count() > before + CLIENTS);
      } finally {
        await repair();
      }
      for (const program of [one, other]) {
        await until(
          "/health reports a working cache",
          async () => await cacheState(program) === "ok",
        );
      }
      await expectShared(replicas);
    }

    await t.step("paused", () => fail(() => pause("redis"), () => resume("redis")));
    await t.step("killed", () => fail(() => kill("redis"), () => start("redis")));
    await t.step("down when the programs start", async () => {
      await kill("redis");
      const late = await startReplicas(database.url).finally(() => start("redis"));
      await using replicas = late;
      await until("the cache is ok", async () => await cacheState(replicas.one) === "ok");
      await until("the cache is ok", async () => await cacheState(replicas.other) === "ok");
      await expectShared(replicas);
    });
    await clients.end();
  },
});
