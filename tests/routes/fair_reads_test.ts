import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { testOnEachDatabase } from "../../testing/each_database.ts";
import { queryPostgres } from "../../testing/postgres.ts";
import { PASSWORD, type TestService } from "../../testing/service.ts";

const ENTRIES = 600;
const ATTACKS = 120;

/** More than the reads that run at the same time, far fewer than the attack has. */
const FEW_PAGES = 20;

testOnEachDatabase(
  "one user's reads of the log do not hold up those of others",
  async (start, t) => {
    // Two users at one address share its rate.
    await using app = await start({ config: { addressRate: undefined } });
    const attacker = await app.newUser();
    const victim = await app.newUser();
    const own = await (await app.post("/factorial", { n: 3 }, victim.token)).json();
    const { id } = await (await app.post("/factorial", { n: 3 }, attacker.token)).json();
    await copyEntry(app, id);

    let pages = 0;
    const refusals: number[] = [];
    const attacks = Array.from({ length: ATTACKS }, async () => {
      const response = await app.get("/logs?limit=1000&cursor=", attacker.token);
      await response.body?.cancel();
      if (response.status === 200) pages++;
      else refusals.push(response.status);
    });
    const checks = {
      "/logs": async () => {
        const { entries } = await (await app.get("/logs", victim.token)).json();
        assert.deepEqual(entries.map((entry: { id: string }) => entry.id), [own.id]);
      },
      "/retrieve_info": async () => {
        const profile = await (await app.get("/retrieve_info", victim.token)).json();
        assert.equal(profile.calculations, 1);
      },
      "/token": async () => {
        const credentials = { username: victim.username, password: PASSWORD };
        const response = await app.post("/token", credentials);
        await response.body?.cancel();
        assert.equal(response.status, 200);
      },
      "/health/ready": async () => {
        assert.equal((await app.get("/health/ready")).status, 200);
      },
    };
    for (const [path, check] of Object.entries(checks)) {
      await t.step(`${path} is answered before most pages of the attack`, async () => {
        await check();
        assert.ok(pages < FEW_PAGES, `${pages} pages were read first`);
      });
    }
    await Promise.all(attacks);
    await t.step("reads beyond the attacker's queue are overloaded", () => {
      assert.ok(refusals.length >= ATTACKS / 2);
      assert.deepEqual(new Set(refusals), new Set([503]));
    });
  },
);

testOnEachDatabase(
  "a page of large entries ends early, and pages return each entry once",
  async (start) => {
    await using app = await start();
    const { token } = await app.newUser();
    const { id } = await (await app.post("/factorial", { n: 3 }, token)).json();
    await copyEntry(app, id, 16_000);
    const seen: string[] = [];
    let cursor = "";
    for (;;) {
      const text = await (await app.get(`/logs?limit=1000&cursor=${cursor}`, token)).text();
      assert.ok(text.length < 6 * 2 ** 20, `a page has ${text.length} characters`);
      const { entries, next } = JSON.parse(text);
      seen.push(...entries.map((entry: { id: string }) => entry.id));
      if (next === null) break;
      cursor = next;
    }
    assert.notEqual(cursor, "", "one page has everything");
    assert.equal(seen.length, ENTRIES + 1);
    assert.deepEqual(seen, [...new Set(seen)].sort().toReversed());
    const lines = await (await app.get("/logs", token, { Accept: "application/x-ndjson" })).text();
    assert.equal(lines.trimEnd().split("\n").length, ENTRIES + 1);
  },
);

/** Copies an entry many times under earlier ids, each with a large input. */
async function copyEntry(
  { config, dataDir }: TestService,
  id: string,
  characters = 2_400,
): Promise<void> {
  const input = "9".repeat(characters);
  const copies = (numbers: string, padded: string, type: string) => `
    insert into request_log (id, user_id, operation, entry, published)
    select cast('${id.slice(0, 24)}' || ${padded} as ${type}), user_id, operation,
      replace(entry, '"n":"3"', '"n":"${input}"'), 1
    from request_log, ${numbers} where id = '${id}'`;
  if (config.databaseUrl === undefined) {
    using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
    database.exec(`with recursive numbers(i) as
      (select 1 union all select i + 1 from numbers where i < ${ENTRIES})
      ${copies("numbers", "printf('%012d', i)", "text")}`);
    return;
  }
  const series = `generate_series(1, ${ENTRIES}) as numbers (i)`;
  await queryPostgres(config.databaseUrl, copies(series, "lpad(i::text, 12, '0')", "uuid"));
}
