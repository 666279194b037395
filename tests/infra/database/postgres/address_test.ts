import assert from "node:assert/strict";
import { parsePostgresAddress, tlsOptions } from "../../../../infra/database/postgres/address.ts";

Deno.test("parsePostgresAddress() reads every part of an address", () => {
  assert.deepEqual(parsePostgresAddress("postgres://ada:p%40s%2Fs@db.example:6000/math%20db"), {
    host: "db.example",
    port: 6000,
    user: "ada",
    password: "p@s/s",
    database: "math db",
    sslMode: undefined,
  });
  assert.deepEqual(parsePostgresAddress("postgresql://ada@[::1]?sslmode=verify-ca"), {
    host: "::1",
    port: 5432,
    user: "ada",
    password: "",
    database: "ada",
    sslMode: "verify-ca",
  });
});

Deno.test("parsePostgresAddress() rejects invalid addresses without repeating the password", async (t) => {
  const cases = [
    ["mysql://ada:secret@db/math", /begins with postgres:\/\//],
    ["postgres://ada:secret@", /begins with postgres:\/\//],
    ["postgres://ada:secret@db/math#", undefined],
    ["postgres://ada:secret@db/math#x", /write %40, %23, %2F and %3F/],
    ["postgres://ada:sec#ret@db/math", /write %40, %23, %2F and %3F/],
    ["postgres://ada:sec/ret@db/math", /write %40, %23, %2F and %3F/],
    ["postgres://ada:se@cret#1@db/math", /write %40, %23, %2F and %3F/],
    ["postgres://ada:se@cret/1@db/math", /write %40, %23, %2F and %3F/],
    ["postgres://ada:se@cret?1@db/math", /write %40, %23, %2F and %3F/],
    ["postgres://db/math", /expected a URL with a user/],
    ["postgres://ada:secret%@db/math", /write % as %25/],
    [
      "postgres://ada:secret@db/math?sslmode=prefer",
      /disable, require, verify-ca, verify-full$/,
    ],
    ["postgres://ada:secret@db/math?sslrootcert=x", /except sslmode, got sslrootcert$/],
  ] as const;
  for (const [address, problem] of cases) {
    await t.step(address, () => {
      if (problem === undefined) return assert.ok(parsePostgresAddress(address));
      assert.throws(() => parsePostgresAddress(address), (error: RangeError) => {
        assert.ok(error instanceof RangeError && !error.message.includes("secret"));
        return problem.test(error.message);
      });
    });
  }
});

Deno.test("tlsOptions() verifies what each mode requires", () => {
  const ca = "certificates";
  const plain = (mode: Parameters<typeof tlsOptions>[0], certificates?: string) => {
    const options = tlsOptions(mode, certificates);
    if (options === false) return false;
    const { checkServerIdentity, ...others } = options;
    return checkServerIdentity ? { ...others, anyHost: true } : others;
  };
  assert.equal(plain(undefined), false);
  assert.deepEqual(plain(undefined, ca), { ca });
  assert.equal(plain("disable", ca), false);
  assert.deepEqual(plain("require"), { rejectUnauthorized: false });
  assert.deepEqual(plain("require", ca), { ca, anyHost: true });
  assert.deepEqual(plain("verify-ca"), { anyHost: true });
  assert.deepEqual(plain("verify-ca", ca), { ca, anyHost: true });
  assert.deepEqual(plain("verify-full"), {});
  assert.deepEqual(plain("verify-full", ca), { ca });
});
