import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { expectPage, expectProblem, recordedBy } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

/** Asserts a successful answer in JSON, and returns it. */
async function answerOf(response: Response) {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.equal(response.headers.get("content-type"), "application/json");
  return JSON.parse(text);
}

function get(app: TestService, expression: string, token?: string, accept = "application/json") {
  const query = new URLSearchParams({ expression });
  return app.get(`/evaluate?${query}`, token, { Accept: accept });
}

Deno.test("evaluate answers an expression and records it once", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const answer = await answerOf(
    await app.post("/evaluate", { expression: "1/7+n", variables: { n: 2 } }, token),
  );
  const { id, elapsed_ms: _, timestamp: _timestamp, ...members } = answer;
  assert.deepEqual(members, {
    operation: "evaluate",
    input: { expression: "1/7 + n", variables: "n = 2" },
    result: "15/7",
    digits: 3,
    understood: "1/7 + n",
    kind: "fraction",
    decimal: {
      digits: `2.${"142857".repeat(9).slice(0, 50)}`,
      places: 50,
      period: { start: 0, length: 6, text: "142857" },
    },
    cached: false,
  });
  const { entries } = await (await app.get("/logs?limit=1", token)).json();
  assert.equal(entries[0].id, id);
  assert.deepEqual(entries[0].input, answer.input);
  assert.equal(entries[0].result, "15/7");
  const again = await answerOf(
    await app.post("/api/evaluate", { expression: "(1/7) + N", variables: "n=2" }, token),
  );
  assert.equal(again.cached, true);
  assert.equal(await recordedBy(app, token), 2);
});

Deno.test("values that are not numbers have no digits", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const isLarger = await answerOf(
    await app.post("/evaluate", { expression: "2^100 > 10^30" }, token),
  );
  assert.deepEqual([isLarger.result, isLarger.kind, isLarger.digits], ["true", "boolean", null]);
  const factors = await answerOf(await app.post("/evaluate", { expression: "factor(12)" }, token));
  assert.deepEqual(JSON.parse(factors.result), [["2", "2"], ["3", "1"]]);
  assert.deepEqual([factors.kind, factors.digits], ["list", null]);
});

Deno.test("an error has its place, also if a compute isolate finds it", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (
    const [expression, code, start, end] of [
      ["2 n", "invalid_expression", 2, 3],
      ["1 + 5/(2 - 2)", "division_by_zero", 4, 13],
      [" 29^11^7", "result_too_large", 1, 8],
      ["1 + 1/(20000! - 20000*19999!)", "division_by_zero", 4, 29],
    ] as const
  ) {
    await t.step(expression, async () => {
      const problem = await expectProblem(
        await app.post("/evaluate", { expression }, token),
        code,
      );
      const [error] = problem.errors!;
      assert.deepEqual([error?.field, error?.start, error?.end], ["expression", start, end]);
    });
  }
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("MAX_DIGITS limits results and what leads to them", async () => {
  await using app = await startTestService({ config: { maxDigits: 2_000 } });
  const { token } = await app.newUser();
  const refused = await app.post("/evaluate", { expression: "3^99999" }, token);
  assert.equal((await expectProblem(refused, "result_too_large")).max_digits, 2_000);
  const residue = await app.post("/evaluate", { expression: "3^9000 mod 7" }, token);
  assert.equal((await answerOf(residue)).result, "1");
});

Deno.test("max_characters replaces a longer result by its ends and its hash", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (
    const [expression, max_characters, first, digits] of [
      ["2^100", 30, "1267650600228229401496703205376", 31],
      ["2^10", 0, "1024", 4],
      ["10^5000", 100, `1${"0".repeat(199)}`, 5_001],
    ] as const
  ) {
    await t.step(expression, async () => {
      const answer = await answerOf(
        await app.post("/evaluate", { expression, max_characters }, token),
      );
      assert.equal(answer.result, null);
      assert.equal(answer.first, first);
      assert.equal(answer.digits, digits);
      assert.match(answer.sha256, /^[0-9a-f]{64}$/);
      assert.equal("max_characters" in answer.input, false);
      const whole = await answerOf(await app.post("/evaluate", { expression }, token));
      assert.equal(whole.cached, true);
      const bytes = new TextEncoder().encode(whole.result);
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
      assert.equal(answer.sha256, hash);
    });
  }
  await t.step("a result that is not longer is shown", async () => {
    const body = { expression: "2^10", max_characters: 4 };
    assert.equal((await answerOf(await app.post("/evaluate", body, token))).result, "1024");
  });
  await t.step("events have the same members", async () => {
    const response = await app.request("/evaluate", {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        Accept: "text/event-stream;digits=all",
      },
      body: JSON.stringify({ expression: "10^5000", max_characters: 100 }),
    });
    const [, data = ""] = /event: result\ndata: (.*)\n\n$/.exec(await response.text()) ?? [];
    const { result, digits } = JSON.parse(data);
    assert.deepEqual([result, digits], [null, 5_001]);
  });
});

Deno.test("an outline stands for a value that is too large to write", async () => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const body = { expression: "(10^18)! + 1", outline: { leading: 5, trailing: 3 } };
  const answer = await answerOf(await app.post("/evaluate", body, token));
  assert.equal(answer.result, null);
  assert.equal(answer.understood, "(10^18)! + 1");
  assert.equal(answer.outline.digits, "17565705518096748182");
  assert.deepEqual([answer.outline.leading, answer.outline.trailing], ["55970", "001"]);
  const short = { expression: "1/8", outline: true };
  assert.equal((await answerOf(await app.post("/evaluate", short, token))).outline.sign, 1);
  for (
    const [expression, code] of [
      ["2 < 3", "invalid_expression"],
      ["9^9^9^9", "too_costly"],
    ] as const
  ) {
    await expectProblem(await app.post("/evaluate", { expression, outline: true }, token), code);
  }
  const browser = openBrowser(app);
  await browser.signIn(username);
  // The redirect of a form without script would plan the question once more, within 10 ms or not.
  const response = await browser.submit("/evaluate", { expression: "29^11^7" }, {
    Accept: "text/event-stream;view=page",
  });
  assert.ok((await response.text()).includes("28,498,000"));
});

Deno.test("the page shows the outline of a value that only its calculation found to be too large", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const expression = "7^(nextprime(10^150) mod 10^8 + 2*10^7)";
  const headers = { Accept: "text/event-stream;view=page" };
  const page = await (await browser.submit("/evaluate", { expression }, headers)).text();
  assert.ok(page.includes("16,902,"), page);
});

Deno.test("GET evaluates with a bearer token", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  assert.equal((await answerOf(await get(app, "2^100 + 1", token))).digits, 31);
  assert.equal(await (await get(app, "2^10 + 1", token, "text/plain")).text(), "1025\n");
  assert.equal(await recordedBy(app, token), 2);
});

Deno.test("a link computes nothing without a bearer token", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");

  await t.step("with a cookie, JSON is refused", async () => {
    const headers = { Cookie: cookie, Accept: "application/json" };
    const response = await app.get("/evaluate?expression=2^10", undefined, headers);
    await expectProblem(response, "unauthenticated");
  });
  await t.step("without credentials, too", async () => {
    await expectProblem(await get(app, "2^10"), "unauthenticated");
  });
  await t.step("a browser gets the form with the expression", async () => {
    const html = await expectPage(await browser.open("/evaluate?expression=2^10"));
    assert.match(html, /value="2\^10"/);
    assert.doesNotMatch(html, /<output class="digits">1024/);
  });
  await t.step("HEAD computes nothing", async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await app.request("/evaluate?expression=2^10", { method: "HEAD", headers });
    assert.equal(response.status, 200);
  });
  await t.step("a program needs a token and an expression", async () => {
    await expectProblem(await app.request("/evaluate"), "unauthenticated");
    const { errors } = await expectProblem(await app.get("/evaluate", token), "invalid_input");
    assert.deepEqual(errors?.map(({ field }) => field), ["expression"]);
  });
  assert.equal(await recordedBy(app, token), 0);
});

Deno.test("a plus sign that became a space is explained", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const problem = await expectProblem(
    await app.get("/evaluate?expression=2+3", token),
    "invalid_expression",
  );
  const message = 'an operator is missing before "3": write * for a product' +
    " (in a link, + means a space: write + as %2B)";
  assert.deepEqual(problem.errors, [{ field: "expression", message, start: 2, end: 3 }]);
  const sum = await answerOf(await app.get("/evaluate?expression=2%2B3", token));
  assert.equal(sum.result, "5");
  const other = await expectProblem(
    await app.get("/evaluate?expression=2%203", token),
    "invalid_expression",
  );
  assert.doesNotMatch(other.detail, /%2B/);
});

Deno.test("the page evaluates, and marks the place of an error", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  await t.step("an answer shows how the expression was understood", async () => {
    const html = await expectPage(await browser.ask("/evaluate", { expression: " 6/4 " }));
    assert.match(html, /<h2 id="answer" class="formula">6\/4<\/h2>/);
    assert.match(html, /<div class="digits text">1\.5<\/div>/);
  });
  await t.step("the form lists the functions", async () => {
    const html = await expectPage(await browser.open("/evaluate"));
    assert.match(html, /<code>binomial\(n, k\)<\/code>/);
    assert.match(html, /<dd>whether n is a prime<\/dd>/);
  });
  await t.step("the period of a fraction is shown in words", async () => {
    const html = await expectPage(await browser.ask("/evaluate", { expression: "1/7" }));
    assert.match(html, /0\.\(142857\) repeating/);
    assert.match(html, /<dt>Digits of both numbers<\/dt><dd>2</);
    assert.doesNotMatch(html, /max_characters/);
  });
  await t.step("a test of a prime says how certain it is", async () => {
    const html = await expectPage(
      await browser.ask("/evaluate", { expression: "isprime(2^127 - 1)" }),
    );
    assert.match(html, /<dt>Certainty<\/dt><dd>probable: no composite number is known to pass/);
  });
  await t.step("an error is marked", async () => {
    const response = await browser.ask("/evaluate", { expression: " 1 < 2 < 3 " });
    const html = await expectPage(response, 422);
    assert.match(html, /1 &lt; 2 <mark>&lt;<\/mark> 3/);
    assert.match(html, /comparisons cannot be chained: use and/);
  });
  await t.step("an error at the end is marked behind the text", async () => {
    const response = await browser.ask("/evaluate", { expression: "5! +" });
    assert.match(await expectPage(response, 422), /5! \+<mark>(\u00a0|&nbsp;)<\/mark>/);
  });
  await t.step("the history links to the question", async () => {
    const html = await expectPage(await browser.open("/logs"));
    assert.match(html, /href="\/evaluate\?expression=6%2F4"/);
  });
});
