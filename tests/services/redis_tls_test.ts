import assert from "node:assert/strict";
import { createRedis } from "../../infra/redis/redis.ts";
import { errorText } from "../../domain/error_text.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { startProgram } from "../../testing/program.ts";
import { IGNORE_REDIS } from "../../testing/redis.ts";
import { startTlsRedis } from "../../testing/tls_redis.ts";

/** Connection error of Redis; undefined if it connects. */
async function failure(url: string, ca: string | undefined): Promise<string | undefined> {
  let failure: string | undefined;
  const redis = createRedis({
    url,
    ca,
    onState: (error) => {
      failure = errorText(error);
    },
  });
  try {
    await redis.start();
    if (redis.state === "ok") await redis.call((connection) => connection.read("any", 1));
    return failure;
  } finally {
    redis.stop();
  }
}

Deno.test({
  name: "TLS to Redis: the certificate must match the CA and the host",
  ignore: IGNORE_REDIS,
  fn: async (t) => {
    await using server = await startTlsRedis("DNS:localhost,IP:127.0.0.1");
    await using stranger = await startTlsRedis("DNS:redis.example.org");
    const secure = `rediss://localhost:${server.port}`;

    await t.step("matching, by name and by address", async () => {
      assert.equal(await failure(secure, server.ca), undefined);
      assert.equal(await failure(`rediss://127.0.0.1:${server.port}/1`, server.ca), undefined);
    });
    await t.step("another CA, and those of the system", async () => {
      for (const ca of [server.foreignCa, undefined]) {
        assert.match(await failure(secure, ca) ?? "", /certificate/i);
      }
    });
    await t.step("another host", async () => {
      const url = `rediss://localhost:${stranger.port}`;
      assert.match(await failure(url, stranger.ca) ?? "", /certificate/i);
    });
    await t.step("plain text to a TLS port", async () => {
      assert.ok(await failure(`redis://localhost:${server.port}`, undefined));
    });
  },
});

Deno.test({
  name: "the program connects to Redis over TLS with the CA from a file",
  ignore: IGNORE_REDIS,
  fn: async () => {
    await using server = await startTlsRedis("DNS:localhost");
    await using directory = await makeDirectory();
    const file = `${directory.path}/ca.pem`;
    const checks = async (ca: string) => {
      await Deno.writeTextFile(file, ca);
      const env = { REDIS_URL: `rediss://localhost:${server.port}`, REDIS_CA_FILE: file };
      await using program = await startProgram({ env });
      return (await (await program.get("/health")).json()).checks;
    };
    assert.equal((await checks(server.ca)).cache, "ok");
    assert.equal((await checks(server.foreignCa)).cache, "failing");
  },
});
