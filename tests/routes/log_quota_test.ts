import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { createTestClock } from "../../testing/clock.ts";
import { startTestService } from "../../testing/service.ts";

const QUOTA = 1_500;
const DAY_MS = 86_400_000;

Deno.test("a user who has filled the daily quota of the log gets 429 until its end", async (t) => {
  const clock = createTestClock();
  await using app = await startTestService({ config: { logQuotaBytes: QUOTA }, clock });
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  let response: Response;
  let answers = 0;
  for (;; answers++) {
    response = await app.post("/factorial", { n: answers }, token);
    if (response.status !== 200) break;
    await response.body?.cancel();
  }

  await t.step("with the moment at which it ends", async () => {
    assert.ok(answers >= 1 && answers <= QUOTA / 100);
    assert.equal(response.status, 429);
    const { code, resets_at: end } = await response.json();
    assert.equal(code, "rate_limited");
    const seconds = Number(response.headers.get("Retry-After"));
    assert.ok(Math.abs(Date.parse(end) - clock.now() - 1_000 * seconds) < 60_000);
    const profile = await (await app.get("/retrieve_info", token)).json();
    assert.equal(profile.calculations, answers);
    assert.ok(profile.log_quota.used_bytes >= QUOTA);
    assert.deepEqual([profile.log_quota.max_bytes, profile.log_quota.resets_at], [QUOTA, end]);
  });

  await t.step("batches and cached answers count, reading and other users go on", async () => {
    const items = [{ operation: "factorial", input: { n: 0 } }];
    const batch = await (await app.post("/batch", { items }, token)).json();
    assert.equal(batch.items[0].code, "rate_limited");
    assert.equal((await app.get("/logs", token)).status, 200);
    assert.equal((await app.post("/factorial", { n: 3 }, other)).status, 200);
  });

  await t.step("and can calculate again on the next day", async () => {
    const { username } = await (await app.get("/retrieve_info", token)).json();
    clock.advance(DAY_MS);
    const newToken = await app.signIn(username);
    assert.equal((await app.post("/factorial", { n: 3 }, newToken)).status, 200);
  });
});

const FAULTS = [
  {
    fault: "the log rejects",
    begin: "create trigger fault before insert on request_log begin select raise(abort, 'no'); end",
    end: "drop trigger fault",
  },
  {
    fault: "no log takes",
    begin: "alter table request_log rename to elsewhere",
    end: "alter table elsewhere rename to request_log",
  },
];

for (const { fault, begin, end } of FAULTS) {
  Deno.test(`entries that ${fault} do not count towards the quota`, async () => {
    await using app = await startTestService({ config: { logQuotaBytes: QUOTA } });
    using database = new DatabaseSync(`${app.dataDir}/${DATABASE_FILE}`, { timeout: 5_000 });
    const { token } = await app.newUser();
    database.exec(begin);
    for (let n = 0; n < QUOTA / 100; n++) {
      assert.equal((await app.post("/factorial", { n }, token)).status, 503);
    }
    database.exec(end);
    const profile = await (await app.get("/retrieve_info", token)).json();
    assert.equal(profile.log_quota.used_bytes, 0);
  });
}
