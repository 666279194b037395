import assert from "node:assert/strict";
import { newKeySchema } from "../../../domain/accounts/new_key.ts";

Deno.test("a new key has a name, no expiry and all scopes unless it says otherwise", () => {
  assert.deepEqual(newKeySchema().parse({ name: "  discord bot " }), {
    name: "discord bot",
    expires_in: null,
    scopes: ["calculate", "log:read"],
  });
});

Deno.test("expires_in is a duration of up to ten years", async (t) => {
  const cases: readonly (readonly [unknown, number | null | undefined])[] = [
    ["1s", 1_000],
    ["15m", 900_000],
    ["12h", 43_200_000],
    ["90d", 7_776_000_000],
    ["3650d", 315_360_000_000],
    ["", null],
    [null, null],
    ["3651d", undefined],
    ["0d", undefined],
    ["-1d", undefined],
    ["1.5h", undefined],
    ["90", undefined],
    ["90 d", undefined],
    ["1w", undefined],
    [90, undefined],
  ];
  for (const [expires_in, expected] of cases) {
    await t.step(JSON.stringify(expires_in), () => {
      const { success, data } = newKeySchema().safeParse({ name: "bot", expires_in });
      assert.equal(success, expected !== undefined);
      assert.equal(data?.expires_in, expected);
    });
  }
});

Deno.test("names and scopes that are invalid are rejected", async (t) => {
  const invalid: readonly Record<string, unknown>[] = [
    {},
    { name: "" },
    { name: "  " },
    { name: "x".repeat(65) },
    { name: "a\0b" },
    { name: "a\nb" },
    { name: "a\u202eb" },
    { name: "a\ud800b" },
    { name: 7 },
    { name: "bot", scopes: [] },
    { name: "bot", scopes: ["account"] },
    { name: "bot", scopes: "calculate" },
    { name: "bot", scopes: ["calculate", "calculate", "calculate"] },
  ];
  for (const values of invalid) {
    await t.step(JSON.stringify(values), () => {
      const parsed = newKeySchema().safeParse(values);
      assert.ok(!parsed.success);
      assert.ok(parsed.error.issues.every(({ message }) => /^(A|Use|Choose|Name) /.test(message)));
    });
  }
});
