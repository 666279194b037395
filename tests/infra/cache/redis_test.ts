import assert from "node:assert/strict";
import type { ResultCache } from "../../../domain/ports.ts";
import { resultText } from "../../../domain/result_text.ts";
import { createRedisCache } from "../../../infra/cache/redis.ts";
import type { Redis } from "../../../infra/redis/redis.ts";
import { IGNORE_REDIS } from "../../../testing/redis.ts";
import { type StartedRedis, startRedis } from "../../../testing/redis_fixture.ts";
import { until } from "../../../testing/until.ts";

const SECRET = "a secret of thirty-two characters";
const KEY = "mathcalculator:v1:result:factorial:20";
const RESULT = await resultText("2432902008176640000");

function test(
  name: string,
  check: (cache: ResultCache, started: StartedRedis) => Promise<void>,
): void {
  Deno.test({
    name: `result cache on Redis: ${name}`,
    ignore: IGNORE_REDIS,
    fn: async () => {
      await using started = await startRedis();
      await check(createRedisCache({ ...started, secret: () => SECRET }), started);
    },
  });
}

test(
  "a result put by one replica is found by another with the same secret",
  async (cache, { twin }) => {
    await cache.put("factorial:20", RESULT);
    await cache.get("factorial:20");
    const other = createRedisCache({ redis: twin, secret: () => SECRET });
    assert.deepEqual(await other.get("factorial:20"), RESULT);
    const stranger = createRedisCache({ redis: twin, secret: () => "another secret" });
    assert.equal(await stranger.get("factorial:20"), undefined);
  },
);

test("keys are readable and expire within a day", async (cache, { client }) => {
  await cache.put("factorial:20", RESULT);
  await cache.get("factorial:20");
  assert.deepEqual(await client.keys("mathcalculator:v1:result:*"), [KEY]);
  assert.match((await client.get(KEY))!, / 2432902008176640000$/);
  const leftMs = await client.pttl(KEY);
  assert.ok(leftMs > 0 && leftMs <= 86_400_000);
});

test("a value that no replica has signed is ignored and replaced", async (cache, { client }) => {
  await cache.put("factorial:20", RESULT);
  await cache.put("factorial:19", await resultText("121645100408832000"));
  await cache.get("factorial:20");
  const signed = (await client.getBuffer(KEY))!;
  const flipped = Buffer.from(signed);
  flipped[signed.length - 1]! ^= 1;
  const damages: Readonly<Record<string, () => Promise<unknown>>> = {
    list: () => client.rpush(KEY, signed),
    set: () => client.sadd(KEY, signed),
    hash: () => client.hset(KEY, "value", signed),
    stream: () => client.xadd(KEY, "*", "value", signed),
    empty: () => client.set(KEY, ""),
    truncated: () => client.set(KEY, signed.subarray(0, -1)),
    "bit-flipped": () => client.set(KEY, flipped),
    "of another key": () => client.copy(KEY.replace("20", "19"), KEY),
    unsigned: () => client.set(KEY, "2432902008176640000"),
    binary: () => client.set(KEY, crypto.getRandomValues(new Uint8Array(100)) as Buffer),
    enormous: () => client.setrange(KEY, 64 * 2 ** 20, "1"),
  };
  for (const [name, damage] of Object.entries(damages)) {
    await client.del(KEY);
    await damage();
    assert.equal(await cache.get("factorial:20"), undefined, name);
    await cache.put("factorial:20", RESULT);
    assert.deepEqual(await cache.get("factorial:20"), RESULT, name);
  }
});

test("a result larger than a megabyte is not cached", async (cache, { client }) => {
  const room = 2 ** 20 - 44;
  for (const [digits, kept] of [[room, true], [room + 1, false]] as const) {
    await cache.put(`test:${digits}`, await resultText("7".repeat(digits)));
    assert.equal(await cache.get(`test:${digits}`) !== undefined, kept);
    assert.equal(await client.exists(`mathcalculator:v1:result:test:${digits}`), Number(kept));
  }
});

test(
  "results beyond the bounds of the pending writes are not cached",
  async (cache, { client }) => {
    const megabyte = await resultText("7".repeat(10 ** 6));
    for (let i = 0; i < 20; i++) await cache.put(`large:${i}`, megabyte);
    for (let i = 0; i < 1_000; i++) await cache.put(`small:${i}`, RESULT);
    const largeKeys = () => client.keys("*:large:*");
    await until("the pending writes have ended", async () => (await largeKeys()).length >= 8);
    assert.equal((await largeKeys()).length, 8);
    assert.ok((await client.keys("*:small:*")).length < 256);
  },
);

test(
  "after stop() nothing is found, and get() and put() do not reject",
  async (cache, { redis }) => {
    await cache.put("factorial:20", RESULT);
    redis.stop();
    assert.equal(await cache.get("factorial:20"), undefined);
    await cache.put("factorial:20", RESULT);
  },
);

Deno.test("result cache on Redis: without the secret nothing is found, and nothing rejects", async () => {
  const redis: Redis = {
    call: () => Promise.resolve(new Uint8Array(100) as never),
    state: "ok",
    start: () => Promise.resolve(),
    stop() {},
  };
  const secret = () => {
    throw new Error("unknown");
  };
  const cache = createRedisCache({ redis, secret });
  await cache.put("factorial:20", RESULT);
  assert.equal(await cache.get("factorial:20"), undefined);
});
