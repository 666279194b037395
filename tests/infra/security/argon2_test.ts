import assert from "node:assert/strict";
import { createArgon2Hasher } from "../../../infra/security/argon2.ts";

const PASSWORD = "correct horse battery";

/** Hashes of "password" with the salt "somesalt", made with argon2-cffi 25.1. */
const REFERENCE = [
  "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$PL01amPyeUuxG7H0vIr5X+qHkZvWnHmGBGXFYvh8z2E",
  "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
  "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
] as const;

/** A hash with parameters that are cheap to verify. */
const CHEAP = REFERENCE[1];

Deno.test("hash() encodes its parameters and a new salt for each password", async () => {
  const hasher = createArgon2Hasher();
  const hashes = await Promise.all([hasher.hash(PASSWORD), hasher.hash(PASSWORD)]);
  for (const hash of hashes) {
    assert.match(
      hash,
      /^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
  }
  const [salts, digests] = [4, 5].map((part) => hashes.map((hash) => hash.split("$")[part]));
  assert.notEqual(salts![0], salts![1]);
  assert.notEqual(digests![0], digests![1]);
});

Deno.test("isOutdated() tells hashes of another cost", async () => {
  const hasher = createArgon2Hasher();
  assert.equal(hasher.isOutdated(await hasher.hash(PASSWORD)), false);
  for (const hash of REFERENCE) assert.equal(hasher.isOutdated(hash), true, hash);
});

Deno.test("verify() accepts the hashed password only", async () => {
  const hasher = createArgon2Hasher();
  const password = "pässwörd 🦊\0 with anything";
  const hash = await hasher.hash(password);
  assert.equal(await hasher.verify(password, hash), true);
  for (const other of ["", "pässwörd 🦊", password + " ", password.toUpperCase()]) {
    assert.equal(await hasher.verify(other, hash), false);
  }
});

Deno.test("verify() uses the parameters of the hash, as in the reference examples", async () => {
  const hasher = createArgon2Hasher();
  for (const hash of REFERENCE) {
    assert.equal(await hasher.verify("password", hash), true, hash);
    assert.equal(await hasher.verify("Password", hash), false, hash);
  }
});

Deno.test("verify() compares every part of a hash", async () => {
  const hasher = createArgon2Hasher();
  const changes = [["m=256", "m=264"], ["t=2", "t=3"], ["p=1", "p=2"], ["c29t", "c29u"], [
    "nf65",
    "nf66",
  ], ["Gi/4", "Gi/8"]] as const;
  for (const [part, other] of changes) {
    assert.ok(CHEAP.includes(part));
    assert.equal(await hasher.verify("password", CHEAP.replace(part, other)), false, other);
  }
  const shorter = CHEAP.slice(0, -4);
  assert.equal(await hasher.verify("password", shorter), false);
});

Deno.test("verify() throws a TypeError for text that is not an Argon2id hash", async () => {
  const hasher = createArgon2Hasher();
  for (const text of ["", "plain", CHEAP.replace("argon2id", "argon2i"), `${CHEAP}$`]) {
    await assert.rejects(hasher.verify("password", text), TypeError);
  }
});

Deno.test("verify() without a hash still computes one and returns false", async () => {
  const hasher = createArgon2Hasher();
  assert.equal(await hasher.verify(PASSWORD, undefined), false);
  assert.equal(await hasher.verify("", undefined), false);
});

Deno.test("calls for known and unknown users share one queue, which rejects calls when full", async () => {
  const hasher = createArgon2Hasher({ cores: 4 });
  const atOnceAndWaiting = 2 + 64;
  const admitted = Array.from(
    { length: atOnceAndWaiting },
    () => hasher.verify("password", CHEAP),
  );
  const overloaded = { code: "overloaded", retryAfterSeconds: 5 };
  await Promise.all([
    assert.rejects(hasher.verify("password", CHEAP), overloaded),
    assert.rejects(hasher.verify("password", undefined), overloaded),
    assert.rejects(hasher.hash("password"), overloaded),
  ]);
  assert.deepEqual(await Promise.all(admitted), Array(atOnceAndWaiting).fill(true));
  assert.equal(await hasher.verify("password", CHEAP), true);
});

Deno.test("a failed comparison frees its slot", async () => {
  const hasher = createArgon2Hasher();
  const impossible = CHEAP.replace("m=256", "m=0");
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, () => hasher.verify("password", impossible)),
  );
  assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(["rejected"]));
  assert.equal(await hasher.verify("password", CHEAP), true);
});

Deno.test("at most two hashes run at a time, and of several cores one is left to others", async () => {
  for (const [cores, running] of [[1, 1], [2, 1], [3, 2], [8, 2]] as const) {
    const hasher = createArgon2Hasher({ cores });
    assert.equal(hasher.running, 0);
    const hashes = Array.from({ length: 3 }, () => hasher.hash(PASSWORD));
    assert.equal(hasher.running, running, `${cores} cores`);
    await Promise.all(hashes);
    assert.equal(hasher.running, 0);
  }
});
