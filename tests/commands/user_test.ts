import assert from "node:assert/strict";
import type { Finished } from "../../testing/program.ts";
import { run, temporaryDirectory } from "./run.ts";

const PASSWORD = "correct horse battery";

function createFixture() {
  const directory = temporaryDirectory();
  const env = { DATA_DIR: `${directory.path}/new/data` };

  async function user(line: string, input?: string): Promise<Finished> {
    const finished = await run(
      ["user", ...line.split(" ")],
      input === undefined ? { env } : { env, input },
    );
    assert.ok(!`${finished.stdout}${finished.stderr}`.includes(PASSWORD));
    return finished;
  }

  return { env, user, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

Deno.test("user creates, lists and changes accounts", async (t) => {
  using fixture = createFixture();
  const { user } = fixture;
  const done = async (line: string, stdout: string, input?: string) => {
    await t.step(line, async () => {
      assert.deepEqual(await user(line, input), { code: 0, stdout, stderr: "" });
    });
  };
  const list = async () => {
    const { stdout } = await user("list");
    return stdout.trimEnd().split("\n").map((line) => line.split("\t").slice(0, 3).join(" "));
  };

  await done("list", "");
  await done("create Ada", "Created the user Ada\n", `${PASSWORD}\n`);
  await done("create root --admin", "Created the administrator root\n", `${PASSWORD}\r\nignored`);
  assert.deepEqual(await list(), ["Ada user enabled", "root admin enabled"]);
  const { stderr } = await user("list");
  assert.equal(stderr, "NAME\tROLE\tSTATE\tCREATED\n");
  await done("role ada admin", "ada now has the role admin and must sign in again\n");
  await done("role root user", "root now has the role user and must sign in again\n");
  await done("disable ADA", "ADA can no longer sign in\n");
  assert.deepEqual(await list(), ["Ada admin disabled", "root user enabled"]);
  await done("disable ada --undo", "ada can sign in again\n");
  assert.deepEqual(await list(), ["Ada admin enabled", "root user enabled"]);
  await done(
    "password ada",
    "Changed the password of ada and ended all sessions\n",
    "another good one",
  );
  await done(
    "delete root",
    "Deleted the account root; its log entries no longer have the name\n",
  );
  assert.deepEqual(await list(), ["Ada admin enabled"]);
  await t.step("the last administrator is not deleted", async () => {
    const { code, stderr } = await user("delete ada");
    assert.notEqual(code, 0);
    assert.match(stderr, /administrator/);
    assert.deepEqual(await list(), ["Ada admin enabled"]);
  });
});

Deno.test("user key creates, lists and revokes API keys", async (t) => {
  using fixture = createFixture();
  const { user, env } = fixture;
  await user("create ada", PASSWORD);
  const created = await user("key create ADA bot --expires-in 90d --scopes calculate");
  const key = created.stdout.trimEnd();

  await t.step("create prints the key alone", () => {
    assert.deepEqual([created.code, created.stderr], [0, ""]);
    assert.match(created.stdout, /^mc_[A-Za-z0-9_-]{49}\n$/);
  });
  await t.step("list shows the keys without the key itself, and revoke ends one", async () => {
    const { stdout, stderr } = await user("key list ada");
    assert.equal(stderr, "ID\tPREFIX\tSCOPES\tCREATED\tEXPIRES\tLAST USED\tNAME\n");
    const [id, prefix, scopes, createdAt, expiresAt, ...others] = stdout.trimEnd().split("\t");
    assert.deepEqual([prefix, scopes, ...others], [key.slice(0, 8), "calculate", "never", "bot"]);
    assert.equal(Date.parse(expiresAt!) - Date.parse(createdAt!), 90 * 86_400_000);
    const revoked = { code: 0, stdout: `Revoked the key ${id} of ada\n`, stderr: "" };
    assert.deepEqual(await user(`key revoke ada ${id}`), revoked);
    assert.deepEqual(await user("key list ada"), { code: 0, stdout: "", stderr: "" });
  });
  await t.step("create fails while API keys are switched off", async () => {
    const { code, stderr } = await run(["user", "key", "create", "ada", "bot"], {
      env: { ...env, API_KEYS: "off" },
    });
    assert.deepEqual([code, stderr], [
      1,
      "mathcalculator: API keys are switched off on this server\n",
    ]);
  });
});

Deno.test("user reports changes that do not fit the accounts with exit code 2", async (t) => {
  using fixture = createFixture();
  const { user } = fixture;
  await user("create ada", PASSWORD);
  const cases = [
    ["create ADA", 'The username "ADA" is taken'],
    ["role nobody admin", 'No user is named "nobody"'],
    ["disable nobody", 'No user is named "nobody"'],
    ["password nobody", 'No user is named "nobody"'],
    ["delete nobody", 'No user is named "nobody"'],
    ["key create nobody bot", 'No user is named "nobody"'],
    ["key list nobody", 'No user is named "nobody"'],
    ["key revoke ada 1", "There is no API key with this id"],
  ] as const;
  for (const [line, problem] of cases) {
    await t.step(line, async () => {
      const stderr = `mathcalculator: ${problem}\n`;
      assert.deepEqual(await user(line, PASSWORD), { code: 2, stdout: "", stderr });
    });
  }
});

Deno.test("user rejects wrong usage with exit code 2 and prints its usage", async (t) => {
  using fixture = createFixture();
  const { user, env } = fixture;
  const cases = [
    ["", "A verb is missing: use create, list, password, role, disable, delete, key"],
    ["crate ada", 'Unknown verb "crate": use create, list, password, role, disable, delete, key'],
    ["toString", 'Unknown verb "toString": use create, list, password, role, disable, delete, key'],
    ["create", "Missing NAME"],
    ["create ada bob", 'Unexpected argument "bob"'],
    ["role ada", "Missing user|admin"],
    ["role ada root", "The role must be user or admin"],
    ["key", "A verb is missing: use key create, key list, key revoke"],
    ["key crate ada bot", 'Unknown verb "key crate": use key create, key list, key revoke'],
    ["key create ada", "Missing KEY_NAME"],
    ["key create ada bot --expires-in soon", "Invalid input: expires_in: Use a duration"],
    [
      "key create ada bot --scopes account",
      "Invalid input: scopes, item 1: Use calculate or log:read",
    ],
    ["key revoke ada", "Missing KEY_ID"],
    ["key create", "Missing NAME and KEY_NAME"],
    ["create x", "username: Use 3 to 64 letters"],
    ["create correct", "password: Choose a password that does not contain the username"],
    ["password correct", "password: Choose a password that does not contain the username"],
  ] as const;
  for (const [line, problem] of cases) {
    await t.step(line, async () => {
      const { code, stdout, stderr } = await user(line, PASSWORD);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.ok(stderr.startsWith(`mathcalculator: ${problem}`), stderr);
      assert.match(stderr, /\nUsage: mathcalculator user create NAME/);
    });
  }

  await t.step("a password that is too short", async () => {
    const { code, stderr } = await user("create ada", "short\n");
    assert.equal(code, 2);
    assert.match(stderr, /^mathcalculator: password: Use at least 10 characters\n/);
  });

  await t.step("no database was created", () => {
    assert.throws(() => Deno.statSync(env.DATA_DIR), Deno.errors.NotFound);
  });
});

Deno.test("the data directory and the database are readable by their owner only", async () => {
  using fixture = createFixture();
  await fixture.user("list");
  const { DATA_DIR } = fixture.env;
  assert.equal(Deno.statSync(DATA_DIR).mode! & 0o777, 0o700);
  for (const { name } of Deno.readDirSync(DATA_DIR)) {
    assert.equal(Deno.statSync(`${DATA_DIR}/${name}`).mode! & 0o777, 0o600, name);
  }
});

Deno.test("an unusable data directory is reported with exit code 2", async () => {
  using directory = temporaryDirectory();
  const DATA_DIR = `${directory.path}/file`;
  Deno.writeTextFileSync(DATA_DIR, "");
  for (const args of [["user", "list"], ["migrate"], ["serve", "--port", "0"]]) {
    const { code, stdout, stderr } = await run(args, { env: { DATA_DIR } });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.ok(stderr.includes(`  DATA_DIR: cannot use "${DATA_DIR}": `), stderr);
  }
});
