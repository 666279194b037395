import assert from "node:assert/strict";
import { parseRedisAddress } from "../../../infra/redis/address.ts";

Deno.test("parseRedisAddress() returns host, port, user, password, database and TLS", () => {
  assert.deepEqual(parseRedisAddress("rediss://ada:p%20%25w@redis.example:6380/3"), {
    host: "redis.example",
    port: 6380,
    username: "ada",
    password: "p %w",
    database: 3,
    hasTls: true,
  });
  assert.deepEqual(parseRedisAddress("redis://[::1]"), {
    host: "::1",
    port: 6379,
    username: undefined,
    password: undefined,
    database: 0,
    hasTls: false,
  });
});

Deno.test("parseRedisAddress() rejects a malformed address and names the accepted form", () => {
  const cases = [
    ["http://h", /redis:\/\/ or rediss:\/\//],
    ["redis://u:50%@h", /write % as %25/],
    ["redis://h/abc", /a database number/],
    ["redis://h?db=1", /without \? or #/],
    ["redis://:p#ss@h", /write %3F and %23/],
    ["redis://:p/ss@h", /%2F for \//],
  ] as const;
  for (const [text, reason] of cases) {
    assert.throws(() => parseRedisAddress(text), (error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, reason);
      return true;
    });
  }
});
