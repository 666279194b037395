import assert from "node:assert/strict";
import fc from "fast-check";
import type * as z from "zod";
import {
  accountDeletionSchema,
  containsUsername,
  credentialsSchema,
  newAccountSchema,
  passwordChangeSchema,
  passwordSchema,
  usernameSchema,
} from "../../../domain/accounts/credentials.ts";

function problems(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => [...path, message].join(": "));
}

Deno.test("a username has 3 to 64 letters, digits, dots, underscores or hyphens", async (t) => {
  const good = ["ada", "A-1", "0_o", "a.b", "a".repeat(64), "9--", "x.."];
  const bad = [
    "",
    "ab",
    "a".repeat(65),
    "-ada",
    ".ada",
    "_ada",
    "a b",
    "adä",
    "ada\n",
    "ada/x",
    7,
    "Guest",
  ];
  for (const name of good) {
    await t.step(`accepts ${name}`, () => assert.equal(usernameSchema().parse(name), name));
  }
  for (const name of bad) {
    await t.step(`rejects ${JSON.stringify(name)}`, () => {
      assert.equal(problems(usernameSchema(), name).length, 1);
    });
  }
  await t.step("reports a missing username", () => {
    assert.deepEqual(problems(usernameSchema(), undefined), ["A username is required"]);
  });
});

Deno.test("a password has 10 to 256 characters of any kind", async (t) => {
  await t.step("each character counts once", () => {
    const characters = fc.string({ unit: "grapheme-composite", minLength: 10, maxLength: 40 });
    fc.assert(fc.property(characters, (text) => {
      const length = [...text.normalize("NFC")].length;
      const [problem] = problems(passwordSchema(), text);
      assert.equal(problem, length > 256 ? "Use at most 256 characters" : undefined);
    }));
  });
  const cases: [string, string[]][] = [
    ["🦊".repeat(9), ["Use at least 10 characters"]],
    ["🦊".repeat(10), []],
    ["🦊".repeat(256), []],
    ["🦊".repeat(257), ["Use at most 256 characters"]],
    ["", ["Use at least 10 characters"]],
  ];
  for (const [password, expected] of cases) {
    await t.step(`${[...password].length} characters: ${expected[0] ?? "accepted"}`, () => {
      assert.deepEqual(problems(passwordSchema(), password), expected);
    });
  }
  await t.step("a password that is not a string is rejected", () => {
    assert.deepEqual(problems(passwordSchema(), 1234567890), ["A password is required"]);
  });
});

Deno.test("passwords are normalized to NFC, at sign-up, at sign-in and when changed", () => {
  const composed = "Ångström-Straße";
  const decomposed = composed.normalize("NFD");
  assert.notEqual(decomposed, composed);
  assert.equal(passwordSchema().parse(decomposed), composed);
  const typed = { username: "ada", password: decomposed };
  assert.equal(credentialsSchema().parse(typed).password, composed);
  const change = { current_password: decomposed, new_password: decomposed };
  assert.deepEqual(passwordChangeSchema().parse(change), {
    current_password: composed,
    new_password: composed,
  });
});

Deno.test("a password that contains the username is rejected, ignoring case", () => {
  const account = { username: "Ada", password: "i am aDa myself" };
  const [problem] = problems(newAccountSchema(), account);
  assert.equal(problem, "password: Choose a password that does not contain the username");
  const good = { username: "Ada", password: "i am myself, yes" };
  assert.deepEqual(newAccountSchema().parse({ ...good, admin: true }), good);
  assert.equal(containsUsername("xADAx", "ada"), true);
  assert.equal(containsUsername("x", "ada"), false);
});

Deno.test("credentials for signing in may be any non-empty texts within the length limits", () => {
  const typed = { username: "not a valid name", password: "x" };
  assert.deepEqual(credentialsSchema().parse(typed), typed);
  assert.deepEqual(problems(credentialsSchema(), {}), [
    "username: A username is required",
    "password: A password is required",
  ]);
  assert.deepEqual(problems(credentialsSchema(), { username: "", password: "" }), [
    "username: A username is required",
    "password: A password is required",
  ]);
  const long = { username: "x".repeat(257), password: "x".repeat(1_025) };
  assert.deepEqual(problems(credentialsSchema(), long), [
    "username: Use at most 256 characters",
    "password: Use at most 1024 characters",
  ]);
});

Deno.test("every valid password of an account is accepted for signing in", () => {
  const longest = "ᾂ".repeat(256).normalize("NFD");
  assert.equal(longest.length, 1_024);
  const password = passwordSchema().parse(longest);
  assert.equal(
    credentialsSchema().parse({ username: "ada", password: longest }).password,
    password,
  );
});

Deno.test("the deletion of an account is confirmed with its password", () => {
  assert.deepEqual(accountDeletionSchema().parse({ current_password: "x" }), {
    current_password: "x",
  });
  assert.deepEqual(problems(accountDeletionSchema(), {}), [
    "current_password: A password is required",
  ]);
});
