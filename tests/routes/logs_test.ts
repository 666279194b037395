import assert from "node:assert/strict";
import { z } from "zod";
import { withAccounts } from "../../commands/shared/accounts.ts";
import { type LogEntry, logEntrySchema } from "../../domain/log_entry.ts";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import { expectAnswer, expectPage, expectProblem, fieldsOf } from "../../testing/expect.ts";
import { type TestService } from "../../testing/service.ts";

const pageSchema = z.strictObject({
  entries: z.array(logEntrySchema),
  next: z.uuid().nullable(),
});

test("GET /logs pages by cursor, newest first, without gaps or duplicates", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  const ids: string[] = [];
  for (let n = 0; n < 20; n++) {
    ids.unshift((await expectAnswer(await app.post("/factorial", { n }, token))).id);
    await expectAnswer(await app.post("/factorial", { n }, other));
  }

  for (const limit of [1, 3, 7, 10, 19, 20, 21, 1000]) {
    await t.step(`limit=${limit}`, async () => {
      assert.deepEqual((await readAll(app, token, limit)).map(({ id }) => id), ids);
    });
  }
  await t.step("the default limit is 50", async () => {
    const { entries, next } = await readPage(app, "/logs", token);
    assert.equal(entries.length, 20);
    assert.equal(next, null);
    for (let n = 20; n < 51; n++) await expectAnswer(await app.post("/factorial", { n }, token));
    assert.equal((await readPage(app, "/logs", token)).entries.length, 50);
  });
  await t.step(
    "entries that arrive between two pages do not shift or repeat the rest",
    async () => {
      const first = await readPage(app, "/logs?limit=31", token);
      await expectAnswer(await app.post("/fibonacci", { n: 1 }, token));
      const rest = await readPage(app, `/logs?limit=100&cursor=${first.next}`, token);
      assert.deepEqual(rest.entries.map(({ id }) => id), ids);
      assert.equal(rest.next, null);
    },
  );
});

test("GET /logs filters by operation", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  for (let n = 0; n < 5; n++) {
    await expectAnswer(await app.post("/factorial", { n }, token));
    await expectAnswer(await app.post("/api/power", { base: n, exponent: 2 }, token));
  }
  for (const [operation, count] of [["factorial", 5], ["pow", 5], ["fibonacci", 0]] as const) {
    const entries = await readAll(app, token, 2, `&operation=${operation}`);
    assert.equal(entries.length, count);
    assert.ok(entries.every((entry) => entry.operation === operation));
  }
});

test("GET /logs rejects an invalid parameter with an error for its field", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser();
  const cases = [
    ...["0", "1001", "-1", "1.5", "ten", "1e2", "00001", " 5", "9".repeat(400)]
      .map((limit) => ["limit", limit]),
    ...["nonsense", "1", "' or 1=1 --", "00000000-0000-0000-0000-00000000000g"]
      .map((cursor) => ["cursor", cursor]),
    ...["power", "FACTORIAL", "factorial'--", "__proto__"].map((name) => ["operation", name]),
  ] as [string, string][];
  for (const [field, value] of cases) {
    await t.step(`${field}=${value.slice(0, 30)}`, async () => {
      const response = await app.get(`/logs?${new URLSearchParams({ [field]: value })}`, token);
      assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), [field]);
    });
  }
  await t.step("empty parameters, as forms send them, are ignored", async () => {
    await readPage(app, "/logs?operation=&user=&limit=&cursor=", token);
  });
});

test(
  "a user sees only their own entries, an administrator those of all users",
  async (start, t) => {
    await using app = await start();
    const { username, token } = await app.newUser();
    const { username: other, token: otherToken } = await app.newUser();
    const { username: adminName } = await app.newUser();
    await withAccounts(app.config, ({ accounts }) => accounts.setRole(adminName, "admin"));
    const admin = await app.signIn(adminName);
    for (const each of [token, otherToken, otherToken, admin]) {
      await expectAnswer(await app.post("/factorial", { n: 3 }, each));
    }
    const names = async (path: string, as: string) =>
      (await readPage(app, path, as)).entries.map((entry) => entry.username).toSorted();

    await t.step("a user sees their own entries", async () => {
      assert.deepEqual(await names("/logs", token), [username]);
      assert.deepEqual(await names(`/logs?user=${username.toUpperCase()}`, token), [username]);
    });
    await t.step("a user cannot see other entries or find out which users exist", async () => {
      for (const name of [other, adminName, "nobody-at-all"]) {
        const problem = await expectProblem(
          await app.get(`/logs?user=${name}`, token),
          "forbidden",
        );
        assert.ok(!JSON.stringify(problem).includes(name));
      }
    });
    await t.step("an administrator sees all entries", async () => {
      assert.deepEqual(
        await names("/logs", admin),
        [username, other, other, adminName].toSorted(),
      );
      assert.deepEqual(await names(`/logs?user=${other.toUpperCase()}`, admin), [other, other]);
      await expectProblem(await app.get("/logs?user=nobody-at-all", admin), "not_found");
    });
    await t.step("a request without a token is rejected", async () => {
      await expectProblem(await app.get("/logs"), "unauthenticated");
      await expectProblem(
        await app.get("/logs", undefined, { Accept: "application/x-ndjson" }),
        "unauthenticated",
      );
    });
  },
);

test("Accept: application/x-ndjson streams all entries, even more than 1,000", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser();
  const { token: other } = await app.newUser();
  await expectAnswer(await app.post("/fibonacci", { n: 1 }, other));
  const answers = await Promise.all(
    Array.from({ length: 2001 }, async (_, index) => {
      const path = index % 100 === 0 ? "/fibonacci" : "/factorial";
      return await expectAnswer(await app.post(path, { n: index % 7 }, token));
    }),
  );
  const ids = answers.map(({ id }) => id).toSorted().toReversed();

  await t.step("one line per entry, newest first", async () => {
    const entries = await readLines(app, "/logs?limit=5", token);
    assert.deepEqual(entries.map(({ id }) => id), ids);
  });
  await t.step("filtered by operation", async () => {
    const entries = await readLines(app, "/logs?operation=fibonacci", token);
    assert.equal(entries.length, 21);
  });
  await t.step("empty for a user without entries", async () => {
    const { token: newcomer } = await app.newUser();
    assert.deepEqual(await readLines(app, "/logs", newcomer), []);
  });
});

test("the history page shows the user's entries and links to older ones", async (start, t) => {
  await using app = await start();
  const { username, token } = await app.newUser();
  for (const n of [3, 20, 3000]) await expectAnswer(await app.post("/factorial", { n }, token));
  const browser = openBrowser(app);

  await t.step("signed out, it redirects to the sign-in page", async () => {
    const response = await browser.open("/logs?operation=factorial&limit=2");
    assert.equal(response.status, 303);
    const next = encodeURIComponent("/logs?operation=factorial&limit=2");
    assert.equal(response.headers.get("location"), `/login?next=${next}`);
  });
  await browser.signIn(username);
  await t.step(
    "it shows values, links to repeat questions and a link to the next page",
    async () => {
      const html = await expectPage(await browser.open("/logs?limit=2"));
      assert.match(html, /<a href="\/factorial\?n=3000">n = 3000<\/a>/);
      assert.match(html, /41493596\d+…/);
      assert.match(html, /9,131/);
      assert.match(html, /2432902008176640000/);
      assert.doesNotMatch(html, /n = 3</);
      const [, href = ""] = /<a href="([^"]+)" rel="next">/.exec(html) ?? [];
      const older = await expectPage(await browser.open(href.replaceAll("&amp;", "&")));
      assert.match(older, /n = 3</);
      assert.doesNotMatch(older, /rel="next"/);
    },
  );
  await t.step("it has no username filter for an ordinary user", async () => {
    assert.doesNotMatch(await expectPage(await browser.open("/logs")), /name="user"/);
    await expectPage(await browser.open("/logs?user=somebody"), 403);
  });
});

async function readPage(app: TestService, path: string, token: string) {
  const response = await app.get(path, token);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return pageSchema.parse(JSON.parse(text));
}

async function readAll(app: TestService, token: string, limit: number, filter = "") {
  const all: LogEntry[] = [];
  for (let cursor = "";;) {
    const { entries, next } = await readPage(app, `/logs?limit=${limit}${filter}${cursor}`, token);
    assert.ok(entries.length <= limit);
    all.push(...entries);
    assert.ok(all.length <= 1000, "the pages do not end");
    if (next === null) return all;
    cursor = `&cursor=${next}`;
  }
}

async function readLines(app: TestService, path: string, token: string): Promise<LogEntry[]> {
  const response = await app.get(path, token, { Accept: "application/x-ndjson" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  let text = "";
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    assert.ok(text.length < 2 ** 22, "the stream does not end");
  }
  if (text === "") return [];
  assert.ok(text.endsWith("\n"));
  return text.slice(0, -1).split("\n").map((line) => logEntrySchema.parse(JSON.parse(line)));
}
