import assert from "node:assert/strict";
import * as z from "zod";
import { changeAccounts } from "../../testing/change_accounts.ts";
import { type LogEntry, logEntrySchema } from "../../domain/log_entry.ts";
import { openBrowser } from "../../testing/browser.ts";
import { testOnEachDatabase as test } from "../../testing/each_database.ts";
import { expectAnswer, expectPage, expectProblem, fieldsOf } from "../../testing/expect.ts";
import { type TestService } from "../../testing/service.ts";

const pageSchema = z.strictObject({
  entries: z.array(logEntrySchema()),
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

test("GET /logs filters by time and outcome, in every representation", async (start, t) => {
  await using app = await start({ config: { timeLimitMs: 100 } });
  const { token } = await app.newUser();
  await expectAnswer(await app.post("/factorial", { n: 3 }, token));
  await expectProblem(await app.post("/factorial", { n: 1_400_000 }, token), "time_limit_exceeded");
  await expectAnswer(await app.post("/factorial", { n: 4 }, token));
  const { entries: all } = await readPage(app, "/logs", token);
  const [last, failed, first] = all as [LogEntry, LogEntry, LogEntry];
  const cases: readonly (readonly [filter: string, expected: readonly LogEntry[]])[] = [
    ["outcome=ok", [last, first]],
    ["outcome=time_limit_exceeded", [failed]],
    ["outcome=internal", []],
    [`from=${failed.timestamp}`, [last, failed]],
    [`to=${failed.timestamp}`, [first]],
    [`from=${first.timestamp}&to=${last.timestamp}`, [failed, first]],
    [`from=${last.timestamp}&to=${last.timestamp}`, []],
    [`to=${last.timestamp}&outcome=ok`, [first]],
    ["from=2000-01-01&to=9999-12-31T23:59:59Z", all],
    ["to=2000-01-01", []],
  ];
  for (const [filter, expected] of cases) {
    await t.step(filter, async () => {
      assert.deepEqual((await readPage(app, `/logs?${filter}`, token)).entries, expected);
      assert.deepEqual(await readLines(app, `/logs?${filter}`, token), expected);
      const csv = await readCsv(app, `/logs?${filter}`, token);
      assert.deepEqual(csv.map(([id]) => id), expected.map(({ id }) => id));
      assert.deepEqual(await readAll(app, token, 1, `&${filter}`), expected);
    });
  }
});

test("Accept: text/csv has a header row and a line for each entry", async (start) => {
  await using app = await start();
  const { token } = await app.newUser();
  for (const base of [-5, "1/3"]) {
    await expectAnswer(await app.post("/pow", { base, exponent: 3 }, token));
  }
  const response = await app.get("/logs", token, { Accept: "text/csv" });
  const [header, ...lines] = (await response.text()).split("\r\n");
  assert.match(header!, /^id,timestamp,question,result,digits,outcome,/);
  assert.match(
    lines[0]!,
    /,\(1\/3\)\^3,'1\/27,3,ok,[0-9.]+,\w+,pow,"{""base"":""1\/3"",""exponent"":""3""}",/,
  );
  assert.match(lines[1]!, /,\(-5\)\^3,-125,3,ok,/);
  assert.deepEqual(lines.slice(2), [""]);
  const { token: newcomer } = await app.newUser();
  assert.deepEqual(await readCsv(app, "/logs", newcomer), []);
  await expectProblem(await app.get("/logs", undefined, { Accept: "text/csv" }), "unauthenticated");
});

test("GET /logs rejects an invalid parameter with an error for its field", async (start, t) => {
  await using app = await start();
  const { token } = await app.newUser();
  const cases = [
    ...["0", "1001", "-1", "1.5", "ten", "1e2", "00001", " 5", "9".repeat(400)]
      .map((limit) => ["limit", limit]),
    ...["nonsense", "1", "' or 1=1 --", "00000000-0000-0000-0000-00000000000g"]
      .map((cursor) => ["cursor", cursor]),
    ...["power", "OK", "failed", "ok'--"].map((outcome) => ["outcome", outcome]),
    ...["yesterday", "2026-02-30", "0", "2026-01-31T12:00:00 01:00", "9".repeat(400)]
      .flatMap((time) => [["from", time], ["to", time]]),
    ...["power", "FACTORIAL", "factorial'--", "__proto__"].map((name) => ["operation", name]),
  ] as [string, string][];
  for (const [field, value] of cases) {
    await t.step(`${field}=${value.slice(0, 30)}`, async () => {
      const response = await app.get(`/logs?${new URLSearchParams({ [field]: value })}`, token);
      assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), [field]);
    });
  }
  await t.step("from later than to", async () => {
    const response = await app.get("/logs?from=2026-01-02&to=2026-01-01", token);
    assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), ["from"]);
  });
  await t.step("empty parameters, as forms send them, are ignored", async () => {
    await readPage(
      app,
      "/logs?operation=&user=&limit=&cursor=&outcome=&from=&to=",
      token,
    );
  });
});

test(
  "a user sees only their own entries, an administrator those of all users",
  async (start, t) => {
    await using app = await start();
    const { username, token } = await app.newUser();
    const { username: other, token: otherToken } = await app.newUser();
    const { username: adminName } = await app.newUser();
    await changeAccounts(app, ({ accounts }) => accounts.setRole(adminName, "admin"));
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
    Array.from({ length: 1101 }, async (_, index) => {
      const path = index % 100 === 0 ? "/fibonacci" : "/factorial";
      return await expectAnswer(await app.post(path, { n: index % 7 }, token));
    }),
  );
  const ids = answers.map(({ id }) => id).toSorted().toReversed();

  await t.step("one line per entry, newest first", async () => {
    const entries = await readLines(app, "/logs", token);
    assert.deepEqual(entries.map(({ id }) => id), ids);
  });
  await t.step("an unknown format is a problem for programs", async () => {
    await expectProblem(await app.get("/logs?format=page", token), "invalid_input");
  });
  await t.step("with an outcome, up to a limit", async () => {
    for (const limit of [1, 5, 1000]) {
      const entries = await readLines(app, `/logs?limit=${limit}&outcome=ok`, token);
      assert.deepEqual(entries.map(({ id }) => id), ids.slice(0, limit));
    }
    assert.deepEqual(await readLines(app, "/logs?outcome=cancelled", token), []);
  });
  await t.step("up to a limit, from a cursor", async () => {
    for (const limit of [1, 5, 1000]) {
      const entries = await readLines(app, `/logs?limit=${limit}&cursor=${ids[0]}`, token);
      assert.deepEqual(entries.map(({ id }) => id), ids.slice(1, limit + 1));
    }
  });
  await t.step("filtered by operation", async () => {
    const entries = await readLines(app, "/logs?operation=fibonacci", token);
    assert.equal(entries.length, 12);
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
      assert.match(html, /<a href="\/factorial\?n=3000">3000!<\/a>/);
      assert.match(html, /41493596\d+…/);
      assert.match(html, /9,131/);
      assert.match(html, /2432902008176640000/);
      assert.doesNotMatch(html, />3!</);
      const [, href = ""] = /<a href="([^"]+)" rel="next">/.exec(html) ?? [];
      const older = await expectPage(await browser.open(href.replaceAll("&amp;", "&")));
      assert.match(older, />3!</);
      assert.doesNotMatch(older, /rel="next"/);
    },
  );
  await t.step("it filters by time and outcome, and its links keep the filter", async () => {
    const query = "limit=1&operation=factorial&outcome=ok&from=2026-01-01T00:00:00Z&to=2999-01-01";
    const html = await expectPage(await browser.open(`/logs?${query}`));
    assert.match(html, /<option value="ok" selected>/);
    assert.match(html, /<option value="factorial" selected>Factorial<\/option>/);
    assert.match(html, /name="from" type="datetime-local" value="2026-01-01T00:00:00"/);
    assert.match(html, /name="to" type="datetime-local" value="2999-01-01T00:00:00"/);
    const [, older = ""] = /<a href="([^"]+)" rel="next">/.exec(html) ?? [];
    const second = await expectPage(await browser.open(older.replaceAll("&amp;", "&")));
    assert.match(second, /2432902008176640000/);
    assert.match(second, /<option value="ok" selected>/);
    const [, newest = ""] = /<a href="([^"]+)">Newest</.exec(second) ?? [];
    assert.equal(await expectPage(await browser.open(newest.replaceAll("&amp;", "&"))), html);
    const sent = "operation=&outcome=&from=2026-01-01T00%3A00&to=";
    assert.match(await expectPage(await browser.open(`/logs?${sent}`)), />3!</);
    const empty = await expectPage(await browser.open("/logs?outcome=internal"));
    assert.match(empty, /No calculation matches/);
    const wrong = await expectPage(await browser.open("/logs?from=2027-01-01&to=2026-01-01"), 422);
    assert.match(wrong, /from is later than to/);
  });
  await t.step("it names operations by their titles and links to each entry", async () => {
    const html = await expectPage(await browser.open("/logs?limit=1"));
    assert.match(html, /Factorial · 9,131 digits/);
    const [, path = ""] = /<a class="when" href="(\/logs\/[^"]+)"><time/.exec(html) ?? [];
    const response = await browser.open(path);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /41493596/);
  });
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
  return text.slice(0, -1).split("\n").map((line) => logEntrySchema().parse(JSON.parse(line)));
}

/** The lines of a CSV export without the header, split at every comma. */
async function readCsv(app: TestService, path: string, token: string): Promise<string[][]> {
  const response = await app.get(path, token, { Accept: "text/csv" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/csv; charset=utf-8; header=present");
  const text = await response.text();
  assert.ok(text.endsWith("\r\n"));
  return text.trimEnd().split("\r\n").slice(1).map((line) => line.split(","));
}

test(
  "a page of large entries is whole, whether it is sent at once or in pieces",
  async (start, t) => {
    await using app = await start();
    const { token } = await app.newUser();
    const number = "1234567890".repeat(100);
    const asked = Array(70).fill({ operation: "gcd", input: { numbers: [number, number] } });
    const { items } = await (await app.post("/batch", { items: asked }, token)).json();
    const ids: string[] = items.map(({ id }: { id: string }) => id).toSorted().toReversed();
    for (const limit of [40, 1000]) {
      await t.step(`limit=${limit}`, async () => {
        const text = await (await app.get(`/logs?limit=${limit}`, token)).text();
        assert.ok(text.length > 100_000);
        const { entries, next } = pageSchema.parse(JSON.parse(text));
        assert.deepEqual(entries.map(({ id }) => id), ids.slice(0, limit));
        assert.equal(next, limit < ids.length ? ids[limit - 1] : null);
      });
    }
  },
);
