import assert from "node:assert/strict";
import { ratePassword } from "../../../domain/accounts/password_strength.ts";
import type { PasswordScore } from "../../../domain/ports.ts";

const LONG = "notes on the engine";

function rate(password: string, score: PasswordScore, username = "ada") {
  return ratePassword({ score: () => Promise.resolve(score) }, { username, password });
}

Deno.test("ratePassword() accepts what the rules for new passwords accept", async () => {
  assert.deepEqual(await rate("short", 4), {
    accepted: false,
    score: 0,
    message: "Use at least 10 characters",
  });
  assert.equal((await rate("Ada's password", 4)).accepted, false);
  assert.equal((await rate("Ada's password", 4, "")).accepted, true);
  for (const score of [0, 1] as const) {
    const { accepted, message } = await rate(LONG, score);
    assert.equal(accepted, false);
    assert.match(message, /easy to guess/);
  }
});

Deno.test("ratePassword() has a word for every strength", async () => {
  const words = { 2: /^Acceptable/, 3: /^Good$/, 4: /^Strong$/ };
  for (const score of [2, 3, 4] as const) {
    const rating = await rate(LONG, score);
    assert.deepEqual([rating.accepted, rating.score], [true, score]);
    assert.match(rating.message, words[score]);
  }
});
