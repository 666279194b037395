import assert from "node:assert/strict";
import { createKey, unknownKey } from "../../testing/api_keys.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import { expectAnswer, expectProblem } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { temporaryDirectory } from "../commands/run.ts";

function calculate(app: TestService, credential: string): Promise<Response> {
  return app.post("/factorial", { n: 5 }, credential);
}

test("no log line, error or stored row contains a key", async (start) => {
  using directory = temporaryDirectory();
  await using app = await start({ dataDir: directory.path });
  const { token } = await app.newUser();
  const { id, key, prefix } = await createKey(app, token);
  await expectAnswer(await calculate(app, key));
  const unknown = unknownKey();
  const texts: string[] = [];
  const responses = [
    await app.post("/factorial", { n: -1 }, key),
    await app.post("/factorial", "{", key),
    await app.post("/factorial", { n: 1e18 }, key),
    await app.post("/password", {}, key),
    await calculate(app, unknown),
    await calculate(app, `${key}A`),
    await app.get(`/keys/${key}`, token),
    await app.get(`/${key}`, token),
    await app.post(`/keys/${key}/revoke`, {}, token),
    await app.get("/keys", token),
    await app.get("/logs", key),
    await app.get("/metrics"),
    await app.get("/account/keys", token, { Accept: "text/html" }),
  ];
  for (const response of responses) texts.push(await response.text());
  await app.request(`/keys/${id}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${token}` },
  });
  const lines = app.logLines();
  texts.push(JSON.stringify(lines));
  for (const secret of [key, unknown]) {
    for (const text of texts) assert.ok(!text.includes(secret.slice(8, 24)), text);
  }
  assert.ok(!texts.at(-1)!.includes(prefix));
  for (const event of ["key_created", "key_revoked"]) {
    const found = lines.filter(({ message, key }) => message === event && key === id);
    assert.equal(found.length, 1, event);
    assert.ok(found[0]!.address && found[0]!.request_id && found[0]!.username);
  }
  const used = lines.filter(({ message, key }) => message === "request" && key === id);
  assert.ok(used.length >= 4);
});

Deno.test("the database contains nothing that can be used as a key", async () => {
  using directory = temporaryDirectory();
  await using app = await startTestService({ dataDir: directory.path });
  const { token } = await app.newUser();
  const { key, prefix } = await createKey(app, token);
  await expectAnswer(await calculate(app, key));
  const { DatabaseSync } = await import("node:sqlite");
  using database = new DatabaseSync(`${directory.path}/mathcalculator.db`, { readOnly: true });
  const [row] = database.prepare("select * from api_keys").all() as Record<string, unknown>[];
  assert.deepEqual(Object.values(row!).filter((value) => key.includes(String(value))), [prefix]);
  for (const { name } of Deno.readDirSync(directory.path)) {
    const bytes = Deno.readFileSync(`${directory.path}/${name}`);
    assert.ok(!new TextDecoder("latin1").decode(bytes).includes(key.slice(3, 20)), name);
  }
  const { hash } = row as { hash: string };
  const asBase64 = Uint8Array.fromHex(hash).toBase64({ alphabet: "base64url", omitPadding: true });
  for (const stolen of [hash, `mc_${hash}`, `mc_${asBase64}${key.slice(-6)}`]) {
    await expectProblem(await calculate(app, stolen), "unauthenticated");
  }
});
