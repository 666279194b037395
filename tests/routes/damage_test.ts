import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { testOnEachDatabase } from "../../testing/each_database.ts";
import { queryPostgres } from "../../testing/postgres.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { until } from "../../testing/until.ts";

const PAGE_BYTES = 4_096;

/** Maximum number of entries in a page. */
const PAGE_ENTRIES = PAGE_BYTES / 128;

/** First byte of a leaf page of an index, which a table without row ids is. */
const LEAF = 0x0a;

testOnEachDatabase("a damaged entry costs one entry, and health says so", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    ids.push((await (await app.post("/factorial", { n }, token)).json()).id);
  }
  await execute(
    app,
    `update request_log set entry = '{"id":"${ids[1]}", broken' where id = '${ids[1]}'`,
  );

  const page = await (await app.get("/logs", token)).json();
  assert.deepEqual(page.entries.map(({ id }: { id: string }) => id), [ids[2], ids[0]]);
  const first = await (await app.get("/logs?limit=1", token)).json();
  const second = await (await app.get(`/logs?limit=1&cursor=${first.next}`, token)).json();
  assert.deepEqual([second.entries, second.next], [[], ids[1]]);
  assert.equal((await app.get(`/logs/${ids[1]}`, token)).status, 410);
  for (const accept of ["application/x-ndjson", "text/csv", "text/html"]) {
    const response = await app.get("/logs", token, { Accept: accept });
    assert.equal(response.status, 200);
    const text = await response.text();
    assert.ok(text.includes(ids[2]!) && !text.includes("broken"));
  }

  const health = await app.get("/health");
  const { status, damage, checks } = await health.json();
  assert.deepEqual([health.status, status, checks.database], [200, "degraded", "ok"]);
  assert.match(damage, /log entries are damaged/);
  const logged = app.logLines().filter(({ message }) => message === "entry_damaged");
  assert.deepEqual(logged.map(({ id }) => id), [ids[1]]);
});

Deno.test("a damaged page costs its entries, and health says so", async () => {
  await using directory = await makeDirectory();
  const dataDir = directory.path;
  let ids: string[] = [];
  let token = "";
  {
    await using app = await startTestService({ dataDir, config: { jwtSecret: SECRET } });
    ({ token } = await app.newUser());
    for (let n = 0; n < ENTRIES; n++) {
      ids.push((await (await app.post("/factorial", { n }, token)).json()).id);
    }
  }
  ids = ids.toReversed();
  const damaged = damageLeafPage(`${dataDir}/${DATABASE_FILE}`, ids);
  await using app = await startTestService({ dataDir, config: { jwtSecret: SECRET } });
  const { entries } = await (await app.get(`/logs?limit=${ENTRIES}`, token)).json();
  const found = new Set(entries.map(({ id }: { id: string }) => id));
  const missing = ids.filter((id) => !found.has(id));
  assert.ok(missing.includes(damaged));
  assert.ok(missing.length <= PAGE_ENTRIES, `${missing.length} entries are missing`);
  await until("health reports the damage", async () => {
    const { status, damage } = await (await app.get("/health")).json();
    return status === "degraded" && /database is damaged/.test(damage);
  });
  assert.ok(app.logLines().some(({ message }) => message === "database_damaged"));
});

Deno.test("a database file that was deleted is not written on, and health says so", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const file = `${app.dataDir}/${DATABASE_FILE}`;
  await Deno.rename(file, `${file}.away`);
  assert.equal((await app.post("/factorial", { n: 3 }, token)).status, 503);
  await until("failing", async () => (await app.get("/health")).status === 503);
  const failure = app.logLines().find(({ message }) => message === "database_failing");
  assert.match(String(failure?.error), /deleted or replaced/);
  await Deno.rename(`${file}.away`, file);
  await until("recovered", async () => (await app.get("/health")).status === 200);
  assert.equal((await app.post("/factorial", { n: 3 }, token)).status, 200);
});

const ENTRIES = 100;
const SECRET = "a secret of thirty-two characters";

async function execute({ config, dataDir }: TestService, sql: string): Promise<void> {
  if (config.databaseUrl !== undefined) return void await queryPostgres(config.databaseUrl, sql);
  using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
  database.exec(sql);
}

/** Overwrites the start of a page that holds entries and no references; returns one of their ids. */
function damageLeafPage(path: string, ids: readonly string[]): string {
  {
    using database = new DatabaseSync(path);
    database.exec("pragma wal_checkpoint(truncate)");
  }
  const bytes = Deno.readFileSync(path);
  const text = new TextDecoder("latin1").decode(bytes);
  for (const id of ids) {
    const at = text.search(new RegExp(`${id}[-0-9a-f]{36}factorial{"input"`));
    const page = Math.floor(at / PAGE_BYTES) * PAGE_BYTES;
    if (bytes[page] !== LEAF) continue;
    bytes.fill(0xff, page, page + 16);
    Deno.writeFileSync(path, bytes);
    return id;
  }
  throw new Error("No leaf page has an entry");
}
