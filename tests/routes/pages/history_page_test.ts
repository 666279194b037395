import assert from "node:assert/strict";
import { firstUuidOf } from "../../../infra/database/first_uuid_of.ts";
import { insertEntries } from "../../../infra/request_log/insert_entries.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import type { LogEntry } from "../../../domain/log_entry.ts";
import { openBrowser } from "../../../testing/browser.ts";
import { createKey } from "../../../testing/api_keys.ts";
import { expectAnswer, expectPage, expectProblem } from "../../../testing/expect.ts";
import { messageAt, unescaped } from "../../../testing/html.ts";
import { newAdmin } from "../../../testing/new_admin.ts";
import { startTestService } from "../../../testing/service.ts";
import { chartBoundaries, dayChart } from "../../../routes/pages/day_chart.ts";
import { entryFormula } from "../../../routes/entry_formula.ts";
import { entryView } from "../../../routes/pages/entry_view.ts";
import { logEntry } from "../../../testing/log_entries.ts";

const DAY_MS = 86_400_000;

Deno.test("the history has an entry for each calculation that leads back to it", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const { key } = await createKey(app, token, { name: "discord bot" });
  const browser = openBrowser(app);
  await browser.signIn(username);
  await t.step("without calculations, it says what will be there", async () => {
    const html = await expectPage(await browser.open("/logs"));
    assert.match(html, /Your calculations will be listed here/);
    assert.doesNotMatch(html, /<svg|format=csv/);
  });
  const { id } = await expectAnswer(await app.post("/factorial", { n: 30 }, token));
  await expectAnswer(await app.post("/pow", { base: 2, exponent: 1000, mod: 97 }, key));
  const html = await expectPage(await browser.open("/logs"));
  await t.step("question, result, time and facts", () => {
    assert.ok(html.includes('<a href="/factorial?n=30">30!</a>'));
    assert.ok(html.includes("= 265252859812191058636308480000000<"));
    assert.ok(html.includes(`<a class="when" href="/logs/${id}">`));
    assert.match(html, /Factorial · 33 digits · [^<]*ms</);
    assert.match(html, /2<sup>1000<\/sup> mod 97/);
    assert.match(html, /key discord bot/);
    assert.match(html, /<h2 id="day-\d{4}-\d\d-\d\d"/);
  });
  await t.step("the chart is an image with a text", () => {
    assert.match(html, /role="img" aria-label="Calculations per day: \d+ \w+: 2"/);
  });
  await t.step("the exports keep the filter and are attachments", async () => {
    const filtered = await expectPage(await browser.open("/logs?operation=pow&outcome=ok"));
    const [, link = ""] = /href="([^"]+format=csv)"/.exec(filtered) ?? [];
    const response = await browser.open(unescaped(link));
    assert.match(response.headers.get("content-type")!, /^text\/csv/);
    const disposition = response.headers.get("content-disposition");
    assert.equal(disposition, 'attachment; filename="history.csv"');
    const lines = (await response.text()).trimEnd().split("\r\n");
    assert.equal(lines.length, 2);
    assert.ok(lines[1]!.endsWith("discord bot"));
    const ndjson = await browser.open("/logs?format=ndjson");
    assert.equal((await ndjson.text()).trimEnd().split("\n").length, 2);
    const json = await browser.open("/logs?format=json");
    assert.equal((await json.json()).entries.length, 2);
  });
});

Deno.test("results are shown as on their pages", async (t) => {
  const resultOf = (entry: Partial<LogEntry>) => entryView(logEntry(entry), false).result;
  const text = (text: string) => ({ text, isExponent: false });
  await t.step("an outline as a power of ten", () => {
    const input = { n: "1000000000000000000", outline: "20" };
    const result = "5.5970735673103951804e+17565705518096748181";
    assert.deepEqual(resultOf({ input, result }), [
      text("= "),
      text("5.5970735673… × 10"),
      { text: "17\u202f565\u202f705\u202f518\u202f096\u202f748\u202f181", isExponent: true },
    ]);
  });
  await t.step("an outline of one digit", () => {
    const input = { n: "20", outline: "1+0" };
    assert.deepEqual(resultOf({ input, result: "2e+18" }), [
      text("= "),
      text("2 × 10"),
      { text: "18", isExponent: true },
    ]);
  });
  await t.step("the answer to a question in words as yes or no", () => {
    const entry = { operation: "isprime", input: { n: "97" }, result: "true" };
    assert.deepEqual(resultOf(entry), [text("Yes")]);
  });
  await t.step("a list without the quotes of JSON", () => {
    const input = { expression: "factor(12)" };
    const entry = { operation: "evaluate", input, result: '[["2","2"],["3","1"]]' };
    assert.deepEqual(resultOf(entry), [text("= "), text("[[2, 2], [3, 1]]")]);
  });
});

Deno.test("the filter is unfolded where it says more than the links to recent days", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const html = await expectPage(await browser.open("/logs"));
  assert.match(html, /<details class="options">/);
  const [, yesterday = ""] = /href="([^"]+)">Yesterday/.exec(html) ?? [];
  const period = await expectPage(await browser.open(unescaped(yesterday)));
  assert.match(period, /aria-current="page">Yesterday/);
  assert.match(period, /<details class="options">/);
  for (const query of ["from=2026-01-01", "operation=pow", "outcome=ok", "from=tomorrow"]) {
    const filtered = await (await browser.open(`/logs?${query}`)).text();
    assert.match(filtered, /<details class="options" open>/);
  }
});

Deno.test("a refused filter keeps what was typed, with the message at its field", async (t) => {
  await using app = await startTestService();
  const { username, token } = await newAdmin(app);
  const browser = openBrowser(app);
  await browser.signIn(username);
  await t.step("a time", async () => {
    const html = await expectPage(await browser.open("/logs?from=tomorrow&operation=pow"), 422);
    assert.match(messageAt(html, "from")!, /^Use a time such as/);
    assert.match(html, /value="pow" selected/);
  });
  await t.step("an unknown user", async () => {
    const html = await expectPage(await browser.open("/logs?user=nobody"), 404);
    assert.equal(messageAt(html, "user"), 'No user is named "nobody"');
  });
  await t.step("an unknown parameter", async () => {
    const html = await expectPage(await browser.open("/logs?unknown=1"), 422);
    assert.match(html, /<code>unknown<\/code>: There is no such parameter: use user, operation/);
    const { errors } = await expectProblem(
      await app.get("/logs?unknown=1", token),
      "invalid_input",
    );
    assert.deepEqual(errors!.map(({ field }) => field), ["unknown"]);
    await expectProblem(await app.get("/logs?format=xml", token), "invalid_input");
  });
  await t.step("markup in a name", async () => {
    const html = await expectPage(await browser.open("/logs?user=%3Cscript%3E&%3Cb%3E=1"), 422);
    assert.doesNotMatch(html, /<script>|<b>/);
  });
});

Deno.test("the chart shows the last 30 days, and counts without a bound as so many or more", () => {
  const boundaries = chartBoundaries(Date.UTC(2026, 10, 28, 12));
  assert.equal(boundaries.length, 31);
  assert.equal(boundaries.at(-1), Date.UTC(2026, 10, 29));
  assert.equal(boundaries[0], Date.UTC(2026, 9, 30));
  const counts = boundaries.slice(1).map(() => 0);
  assert.equal(dayChart(boundaries, counts), undefined);
  counts[0] = 1;
  counts[29] = 1_000;
  const chart = dayChart(boundaries, counts)!;
  assert.equal(chart.text, "30 Oct: 1, 28 Nov: 1,000 or more");
  assert.deepEqual(chart.bars.map(({ x, height }) => [x, height]), [[0, 2], [580, 56]]);
});

Deno.test("the page of an entry shows it to those who may see it", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const { id } = await expectAnswer(await app.post("/factorial", { n: 3000 }, token));
  const browser = openBrowser(app);
  assert.equal(
    (await browser.open(`/logs/${id}`)).headers.get("location"),
    `/login?next=${encodeURIComponent(`/logs/${id}`)}`,
  );
  await browser.signIn(username);
  await t.step("question, ends of the result, facts and the way back", async () => {
    const html = await expectPage(await browser.open(`/logs/${id}`));
    assert.match(html, /<h1 class="formula">3000!<\/h1>/);
    assert.ok(html.includes('href="/factorial?n=3000"'));
    assert.match(html, /<dd>9,131<\/dd>/);
    assert.ok(html.includes(`action="/logs/${id}/digits"`));
  });
  await t.step("a program gets JSON, another user nothing", async () => {
    assert.equal((await (await app.get(`/logs/${id}`, token)).json()).id, id);
    const stranger = openBrowser(app);
    await stranger.signIn((await app.newUser()).username);
    await expectPage(await stranger.open(`/logs/${id}`), 404);
  });
  await t.step("an administrator sees whose it is", async () => {
    const admin = openBrowser(app);
    await admin.signIn((await newAdmin(app)).username);
    assert.ok((await expectPage(await admin.open(`/logs/${id}`))).includes(`<dd>${username}</dd>`));
  });
});

Deno.test("entries that no form can show are described by their input", () => {
  const cases: readonly (readonly [Partial<LogEntry>, string])[] = [
    [{ operation: "factorial", input: { n: "20", mod: "97" } }, "20! mod 97"],
    [{ operation: "factorial", input: {} }, ""],
    [{ operation: "later", input: { a: "1", b: ["2", "3"] } }, "a = 1, b = 2 3"],
    [{ operation: "multifactorial", input: { n: "9", k: "-1" } }, "n = 9, k = -1"],
  ];
  for (const [members, formula] of cases) {
    const entry = logEntry(members as Parameters<typeof logEntry>[0]);
    assert.equal(entryFormula(entry), formula);
    assert.ok(entryView(entry, true).facts.includes("ada"));
  }
  const abbreviated = logEntry({ input: { n: "123…789" } });
  assert.equal(entryView(abbreviated, false).again, undefined);
});

Deno.test("entries of several days have a heading for each day", async () => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const { id } = await (await app.get("/retrieve_info", token)).json();
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const entries = [0, 1, 1, 40].map((days, index) => {
    const time = today - days * DAY_MS + index;
    return logEntry({
      id: firstUuidOf(time),
      timestamp: new Date(time).toISOString(),
      user: id,
      username,
    });
  });
  await insertEntries(app.database, { published: true })(entries.map(pendingEntry));
  const browser = openBrowser(app);
  await browser.signIn(username);
  const html = await expectPage(await browser.open("/logs"));
  assert.equal(html.match(/<h2 id="day-/g)!.length, 3);
  assert.match(html, /aria-label="Calculations per day: \d+ \w+: 2, \d+ \w+: 1"/);
});
