import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryText } from "../../../testing/arbitrary_text.ts";
import { redisKey } from "../../../infra/redis/keys.ts";

Deno.test("redisKey() keeps a short printable name as it is", () => {
  assert.equal(redisKey("result", "factorial:20"), "mathcalculator:v1:result:factorial:20");
  assert.equal(redisKey("limit", "sign-in:::1"), "mathcalculator:v1:limit:sign-in:::1");
});

Deno.test("redisKey() shortens a long or unprintable name to its beginning and a hash", () => {
  const long = redisKey("result", `pow:1${"0".repeat(100_000)}:2`);
  assert.match(long, /^mathcalculator:v1:result:pow:10{35}~[0-9a-f]{64}$/);
  const strange = redisKey("limit", "failure:10.0.0.1:ad ä\n");
  assert.match(strange, /^mathcalculator:v1:limit:failure:10\.0\.0\.1:ad\?\?\?~[0-9a-f]{64}$/);
});

Deno.test("redisKey() is short, printable and unique for each name", () => {
  const name = fc.oneof(
    arbitraryText(),
    fc.string({ minLength: 100, maxLength: 300 }),
  );
  fc.assert(fc.property(name, name, (one, other) => {
    assert.match(redisKey("result", one), /^[\x21-\x7e]{1,160}$/);
    assert.equal(redisKey("result", one) === redisKey("result", other), one === other);
  }));
});
