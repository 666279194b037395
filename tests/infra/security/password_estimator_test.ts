import assert from "node:assert/strict";
import { MIN_SCORE } from "../../../domain/accounts/credentials.ts";
import { createPasswordEstimator } from "../../../infra/security/password_estimator.ts";

const GUESSABLE = [
  "aaaaaaaaaa",
  "0123456789",
  "Password123!",
  "mathcalculator",
  "MathCalculator1",
  "qwertyuiop",
  "1q2w3e4r5t",
  "P@ssw0rd2024",
  "lovelace12",
  "p4$$w0rd".repeat(32),
  "a".repeat(256),
];

const GOOD = [
  "correct horse battery",
  "notes on the engine",
  "summer in ulm",
  "ΩδεκατρίαΞύ",
  "uF3kq-92mZd0",
  crypto.getRandomValues(new Uint8Array(190)).toBase64(),
];

Deno.test("passwords that a million guesses find are guessable, others are not", async (t) => {
  const { score } = createPasswordEstimator();
  for (const password of GUESSABLE) {
    await t.step(`guessable: ${password.slice(0, 20)}`, async () => {
      assert.ok(await score(password, "lovelace") < MIN_SCORE);
    });
  }
  for (const password of GOOD) {
    await t.step(`good: ${password.slice(0, 20)}`, async () => {
      assert.ok(await score(password, "lovelace") >= MIN_SCORE);
    });
  }
});
