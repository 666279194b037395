import assert from "node:assert/strict";
import * as z from "zod";
import { changeAccounts } from "../../testing/change_accounts.ts";
import { createdKeySchema, keysSchema } from "../../routes/response_schemas.ts";
import { createKey } from "../../testing/api_keys.ts";
import { openBrowser } from "../../testing/browser.ts";
import { createTestClock } from "../../testing/clock.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import {
  eventually,
  expectAnswer,
  expectPage,
  expectProblem,
  fieldsOf,
} from "../../testing/expect.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { PASSWORD, startTestService, type TestService } from "../../testing/service.ts";
import { isIgnored } from "../../testing/services.ts";
import { temporaryDirectory } from "../commands/run.ts";

const DAY_MS = 86_400_000;

/** Time within which a revoked key is refused by every server, on a busy machine, too. */
const EVERYWHERE_MS = 20_000;

function calculate(app: TestService, credential: string): Promise<Response> {
  return app.post("/factorial", { n: 5 }, credential);
}

/** Reads the log without a pause; returns the distinct statuses and when the key was refused. */
async function useUntilRefused(app: TestService, key: string) {
  const statuses = new Set<number>();
  do {
    const response = await app.get("/logs?limit=1", key);
    await response.body?.cancel();
    statuses.add(response.status);
  } while (!statuses.has(401) && statuses.size <= 2);
  return { statuses: [...statuses], refusedAt: performance.now() };
}

async function keysOf(app: TestService, token: string) {
  const response = await app.get("/keys", token);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  return z.strictObject({ keys: z.array(z.strictObject(keysSchema.shape.keys.element.shape)) })
    .parse(await response.json()).keys;
}

test("POST /keys returns the key once, and the key calculates for its user", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const response = await app.post("/keys", { name: "bot", expires_in: "90d" }, token);
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { key, ...created } = z.strictObject(createdKeySchema.shape).parse(await response.json());

  await t.step("it has the documented form", () => {
    assert.match(key, /^mc_[A-Za-z0-9_-]{49}$/);
    assert.equal(created.prefix, key.slice(0, 8));
    assert.deepEqual(created.scopes, ["calculate", "log:read"]);
    const lifetimeMs = Date.parse(created.expires_at!) - Date.parse(created.created_at);
    assert.equal(lifetimeMs, 90 * DAY_MS);
  });
  await t.step("it calculates, reads the log and the account", async () => {
    const { id } = await expectAnswer(await calculate(app, key));
    const { entries } = await (await app.get("/logs", key)).json();
    assert.deepEqual([entries[0].id, entries[0].username], [id, username]);
    const account = await (await app.get("/retrieve_info", key)).json();
    assert.deepEqual([account.username, account.calculations], [username, 1]);
  });
  await t.step("the log entry names the key, and no others", async () => {
    await expectAnswer(await calculate(app, token));
    const { entries } = await (await app.get("/logs", token)).json();
    assert.ok(!("key" in entries[0]) && !("key_name" in entries[0]));
    assert.deepEqual([entries[1].key, entries[1].key_name], [created.id, "bot"]);
  });
  await t.step("GET /keys lists it with its last use", async () => {
    const { last_used_at, ...listed } = await eventually(async () => {
      const [first] = await keysOf(app, token);
      assert.ok(first?.last_used_at);
      return first;
    });
    assert.deepEqual({ ...listed, last_used_at: null }, created);
    assert.ok(Date.parse(last_used_at!) >= Date.parse(created.created_at));
  });
  await t.step("DELETE /keys/ID revokes it", async () => {
    const { token: stranger } = await app.newUser();
    const path = `/keys/${created.id}`;
    const revoke = (credential: string) =>
      app.request(path, {
        method: "DELETE",
        headers: { Authorization: `Bearer ${credential}` },
      });
    await expectProblem(await revoke(stranger), "not_found");
    await expectAnswer(await calculate(app, key));
    assert.equal((await revoke(token)).status, 204);
    await expectProblem(await calculate(app, key), "unauthenticated");
    await expectProblem(await revoke(token), "not_found");
    assert.deepEqual(await keysOf(app, token), []);
  });
});

test("a key cannot change accounts or keys, or use an administrator's rights", async (start, t) => {
  await using app = await start();
  const { username } = await app.newUser();
  await changeAccounts(app, ({ accounts }) => accounts.setRole(username, "admin"));
  const token = await app.signIn(username);
  const { username: other } = await app.newUser();
  const { id, key } = await createKey(app, token);
  const change = { current_password: PASSWORD, new_password: "another good one" };
  const forbidden: readonly (readonly [method: string, path: string, body?: unknown])[] = [
    ["POST", "/password", change],
    ["POST", "/logout"],
    ["POST", "/keys", { name: "another" }],
    ["GET", "/keys"],
    ["GET", "/account/keys"],
    ["DELETE", `/keys/${id}`],
    ["POST", `/keys/${id}/revoke`],
    ["GET", `/logs?user=${other}`],
  ];
  for (const [method, path, body] of forbidden) {
    await t.step(`${method} ${path}`, async () => {
      const response = await app.request(path, {
        method,
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      await expectProblem(response, "forbidden");
    });
  }
  await t.step("pages and forms with a key", async () => {
    const headers = { Authorization: `Bearer ${key}`, Accept: "text/html" };
    for (const path of ["/account", "/account/keys"]) {
      await expectPage(await app.request(path, { headers }), 403);
    }
    for (const path of ["/password", "/keys", `/keys/${id}/revoke`, "/logout"]) {
      const form = { method: "POST", headers, body: new URLSearchParams(change) };
      const response = await app.request(path, form);
      await response.body?.cancel();
      assert.equal(response.status, 403, path);
    }
  });
  await t.step("the log shows only the user's own entries", async () => {
    await expectAnswer(await calculate(app, await app.signIn(other)));
    assert.deepEqual((await (await app.get("/logs", key)).json()).entries, []);
  });
  await t.step("a key in a cookie is not accepted", async () => {
    const headers = { Cookie: `__Host-session=${key}` };
    await expectProblem(await app.request("/logs", { headers }), "unauthenticated");
  });
  await t.step("nothing has changed", async () => {
    assert.equal((await keysOf(app, token)).length, 1);
    await app.signIn(username, PASSWORD);
  });
  await t.step("the refusals are security events that name the key", () => {
    const refused = app.logLines().filter(({ message }) => message === "access_refused");
    assert.equal(refused.length, forbidden.length + 6);
    assert.ok(refused.every((line) => line.key === id && line.username === username));
  });
});

test("a key is limited to its scopes", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser();
  const { key: calculating } = await createKey(app, token, { scopes: ["calculate"] });
  const { key: reading } = await createKey(app, token, { scopes: ["log:read"] });
  await expectAnswer(await calculate(app, calculating));
  assert.equal((await app.get("/logs", reading)).status, 200);
  await t.step("other uses are forbidden", async () => {
    const { detail } = await expectProblem(await app.get("/logs", calculating), "forbidden");
    assert.equal(detail, "The API key lacks the scope log:read");
    await expectProblem(await calculate(app, reading), "forbidden");
    const headers = { Authorization: `Bearer ${reading}` };
    const response = await app.request("/evaluate?expression=2^10", { method: "HEAD", headers });
    assert.equal(response.status, 403);
  });
});

test("POST /keys rejects invalid input", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser();
  const cases: readonly (readonly [unknown, string[]])[] = [
    [{}, ["name"]],
    [{ name: "" }, ["name"]],
    [{ name: "a\0b" }, ["name"]],
    [{ name: "bot", expires_in: "soon" }, ["expires_in"]],
    [{ name: "bot", expires_in: 3600 }, ["expires_in"]],
    [{ name: "bot", scopes: [] }, ["scopes"]],
    [{ name: "bot", scopes: ["account"] }, ["scopes.0"]],
    [[], [""]],
  ];
  for (const [body, fields] of cases) {
    await t.step(JSON.stringify(body), async () => {
      const problem = await expectProblem(await app.post("/keys", body, token), "invalid_input");
      assert.deepEqual(fieldsOf(problem), fields);
    });
  }
  await expectProblem(await app.post("/keys", { name: "bot" }), "unauthenticated");
  assert.deepEqual(await keysOf(app, token), []);
});

test("a user has at most 20 keys", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const creating = Array.from({ length: 25 }, () => app.post("/keys", { name: "bot" }, token));
  const statuses = (await Promise.all(creating)).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [...Array(20).fill(201), ...Array(5).fill(409)]);
  await expectProblem(await app.post("/keys", { name: "bot" }, token), "too_many_keys");
  await createKey(app, other);
});

test("a key expires when it says so", async (start) => {
  const clock = createTestClock();
  await using app = await start({ clock });
  const { username, token } = await app.newUser();
  const { key } = await createKey(app, token, { expires_in: "1d" });
  const { key: unused } = await createKey(app, token, { expires_in: "1d" });
  clock.advance(DAY_MS - 60_000);
  await expectAnswer(await calculate(app, key));
  clock.advance(61_000);
  for (const expired of [key, unused]) {
    await expectProblem(await calculate(app, expired), "unauthenticated");
  }
  assert.equal((await keysOf(app, await app.signIn(username))).length, 2);
});

Deno.test({
  name: "a key revoked on one replica is refused on the other, also while it is in use",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using database = await createTestDatabase();
    const config = { databaseUrl: database.url };
    await using here = await startTestService({ config });
    await using there = await startTestService({ config });
    const { token } = await here.newUser();
    const { id, key } = await createKey(here, token);
    const { key: kept } = await createKey(there, token);
    for (const app of [here, there]) await expectAnswer(await calculate(app, key));

    const requests = useUntilRefused(there, key);
    const headers = { Authorization: `Bearer ${token}` };
    const response = await here.request(`/keys/${id}`, { method: "DELETE", headers });
    const revokedAt = performance.now();
    assert.equal(response.status, 204);
    await expectProblem(await calculate(here, key), "unauthenticated");
    const { statuses, refusedAt } = await requests;
    assert.deepEqual(statuses, [200, 401]);
    assert.ok(refusedAt - revokedAt < EVERYWHERE_MS, `${refusedAt - revokedAt} ms`);
    for (const app of [here, there]) {
      await expectAnswer(await calculate(app, kept));
      await expectAnswer(await calculate(app, token));
    }
  },
});

test("a change by a command applies to keys in use", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  const { id, key } = await createKey(app, token);
  const { id: userId } = await (await app.get("/retrieve_info", key)).json();
  const untilStatus = (status: number) =>
    eventually(async () => {
      const response = await calculate(app, key);
      await response.body?.cancel();
      assert.equal(response.status, status);
    }, EVERYWHERE_MS);

  await t.step("a disabled user's keys stop, and work again when it is enabled", async () => {
    for (const [disabled, status] of [[true, 401], [false, 200]] as const) {
      await changeAccounts(app, ({ accounts }) => accounts.setDisabled(username, disabled));
      await untilStatus(status);
    }
  });
  await t.step("a revoked key stops", async () => {
    await changeAccounts(app, ({ apiKeys }) => apiKeys.revoke(userId, id));
    await untilStatus(401);
  });
});

test("a new password does not end keys", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  const { key } = await createKey(app, token);
  const change = { current_password: PASSWORD, new_password: "another good one" };
  assert.equal((await app.post("/password", change, token)).status, 204);
  await expectAnswer(await calculate(app, key));
});

Deno.test("API_KEYS=off rejects keys and new keys, but keys can still be revoked", async (t) => {
  using directory = temporaryDirectory();
  const dataDir = directory.path;
  let credentials: { readonly token: string; readonly key: string; readonly id: string };
  {
    await using app = await startTestService({ dataDir });
    const { token } = await app.newUser("ada");
    credentials = { token, ...await createKey(app, token) };
  }
  const { token, key, id } = credentials;
  await using app = await startTestService({ dataDir, config: { apiKeys: false } });
  await t.step("a key is rejected", async () => {
    const { detail } = await expectProblem(await calculate(app, key), "unauthenticated");
    assert.equal(detail, "API keys are switched off on this server");
  });
  await t.step("no key can be created, and the page says so", async () => {
    await expectProblem(await app.post("/keys", { name: "bot" }, token), "forbidden");
    const browser = openBrowser(app);
    await browser.signIn("ada");
    const html = await expectPage(await browser.open("/account/keys"));
    assert.match(html, /switched off/);
    assert.doesNotMatch(html, /action="\/keys"/);
    await expectPage(await browser.submit("/keys", { name: "bot", scopes: "calculate" }), 403);
  });
  await t.step("keys can be listed and revoked", async () => {
    assert.equal((await keysOf(app, token)).length, 1);
    const headers = { Authorization: `Bearer ${token}` };
    const response = await app.request(`/keys/${id}`, { method: "DELETE", headers });
    assert.equal(response.status, 204);
  });
});
