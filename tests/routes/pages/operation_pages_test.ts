import assert from "node:assert/strict";
import { allEvents } from "../../../testing/events.ts";
import { openBrowser } from "../../../testing/browser.ts";
import { expectAnswer, expectPage, expectProblem, recordedBy } from "../../../testing/expect.ts";
import { assertNoInlineCode, messageAt, unescaped, valueOf } from "../../../testing/html.ts";
import { PASSWORD, startTestService } from "../../../testing/service.ts";

Deno.test("a rejected form keeps its values and shows the message next to the field", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);

  await t.step("an invalid number", async () => {
    const html = await expectPage(await browser.ask("/factorial", { n: " twenty " }), 422);
    assert.equal(valueOf(html, "n"), "twenty");
    assert.match(
      messageAt(html, "n") ?? "",
      /Cannot read "twenty" as a number: write digits only, as in 1000 or 1.5e3/,
    );
    assert.match(html, /id="n"[^>]* aria-invalid="true" aria-describedby="n-error n-hint"/);
  });
  await t.step("one invalid field of two", async () => {
    const fields = { base: "1.5", exponent: "0.5" };
    const html = await expectPage(await browser.ask("/pow", fields), 422);
    assert.equal(valueOf(html, "base"), "1.5");
    assert.equal(valueOf(html, "exponent"), "0.5");
    assert.equal(messageAt(html, "base"), undefined);
    assert.match(messageAt(html, "exponent") ?? "", /an integer is required/);
  });
  await t.step(
    "an error without a field is shown above the form with a link to its explanation",
    async () => {
      const fields = { base: "0", exponent: "-1" };
      const html = await expectPage(await browser.ask("/pow", fields), 422);
      assert.equal(valueOf(html, "exponent"), "-1");
      assert.equal(messageAt(html, "exponent"), undefined);
      assert.match(
        html,
        /role="alert">Cannot raise 0 to a negative power <a href="\/problems\/division_by_zero">/,
      );
    },
  );
  await t.step("nothing is recorded", async () => {
    assert.equal(await recordedBy(app, token), 0);
  });
  await t.step("a result that is too large is outlined, and the outline is recorded", async () => {
    const html = await expectPage(await browser.ask("/factorial", { n: "1e18" }));
    assert.equal(valueOf(html, "n"), "1e18");
    assert.match(html, /It has <strong>17,565,705,518,096,748,182<\/strong> digits/);
    assert.match(
      html,
      /n whose result can be written in full is <button form="largest"[^>]*>1,723,507</,
    );
    assert.match(
      html,
      /<form [^>]*action="\/factorial" id="largest"[^>]*><input [^>]*name="n" value="1723507">/,
    );
    assert.match(html, /= 5\.5970735673103951804… × 10<sup>17,565,705,518,096,748,181</);
    assert.match(html, /<dt>Zeros at the end<\/dt><dd>249,999,999,999,999,995</);
    assert.doesNotMatch(html, /role="alert"/);
    assert.equal(await recordedBy(app, token), 1);
  });
  await t.step("so is one that only the compute isolate finds too large", async () => {
    const n = `1${"0".repeat(4_000)}`;
    await expectPage(await browser.ask("/factorial", { n }));
    const html = await expectPage(await browser.open(`/factorial?n=${n}`));
    assert.match(html, /<dt>Zeros at the end<\/dt>/);
    assert.doesNotMatch(html, /press Calculate/);
  });
  await t.step("the outline of an expression is an answer, not an error", async () => {
    const fields = { expression: "(10^18)!" };
    const html = await expectPage(await browser.ask("/evaluate", fields));
    assert.match(html, /It has <strong>17,565,705,518,096,748,182<\/strong> digits/);
    assert.doesNotMatch(html, /aria-invalid|class="error"/);
  });
  await t.step(
    "a link to a result that is too large asks for Calculate like any other",
    async () => {
      for (const path of ["/factorial?n=2e18", "/evaluate?expression=(10%5E17)!"]) {
        const html = await expectPage(await browser.open(path));
        assert.match(html, /press Calculate/);
        assert.doesNotMatch(html, /aria-invalid/);
      }
    },
  );
  await t.step("a result that is too large without an outline is an error", async () => {
    const fields = { expression: "(10^9)! - (10^9)! + 5" };
    const html = await expectPage(await browser.ask("/evaluate", fields), 422);
    assert.match(html, /it has 8,565,705,523 digits/);
  });
  await t.step("a tiny value with too many digits does not have 0 digits", async () => {
    const fields = { expression: "2^(10^10)/3^(10^10)" };
    const html = await expectPage(await browser.ask("/evaluate", fields));
    assert.match(html, /= 2\.7745182075843114504… × 10<sup>−1,760,912,591</);
    assert.match(html, /Written in full, it would have more than 10,000,000 digits\./);
    assert.doesNotMatch(html, /<strong>0<\/strong> digits/);
  });
});

Deno.test("an answer's further members are shown in words", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const cases = [
    ["/root", { n: "1000", k: "3" }, [["Exact", "yes"]]],
    ["/crt", { residues: "2, 3, 2", moduli: "3 5 7" }, [["Modulus", "105"]]],
    ["/isprime", { n: "91" }, [["Certainty", "proven"], ["Witness", "factor 7"]]],
    ["/decimal", { value: "1/7", places: "" }, [
      ["Exact", "no"],
      ["Period", "start 0, length 6, text 142857"],
    ]],
    ["/factor", { n: "360" }, [["Complete", "yes"]]],
  ] as const;
  for (const [path, fields, rows] of cases) {
    await t.step(path, async () => {
      const html = await expectPage(await browser.ask(path, fields));
      for (const [label, value] of rows) {
        assert.ok(html.includes(`<dt>${label}</dt><dd>${value}</dd>`), label);
      }
    });
  }
  await t.step("a text that is not a number has no digit count", async () => {
    const html = await expectPage(await browser.ask("/isprime", { n: "91" }));
    assert.doesNotMatch(html, /<dt>Digits<\/dt>/);
  });
  await t.step("a list is written as in an expression", async () => {
    const fields = { expression: "factor(360)" };
    const html = await expectPage(await browser.ask("/evaluate", fields));
    assert.match(html, /<div class="digits text">\[\[2, 3\], \[3, 2\], \[5, 1\]\]<\/div>/);
    const history = await expectPage(await browser.open("/logs?operation=evaluate"));
    assert.match(history, /= \[\[2, 3\], \[3, 2\], \[5, 1\]\]</);
  });
  await t.step("a list keeps its items in a rejected form", async () => {
    const html = await expectPage(await browser.ask("/gcd", { numbers: "12, x" }), 422);
    assert.equal(valueOf(html, "numbers"), "12, x");
    assert.equal(
      messageAt(html, "numbers"),
      'Cannot read "x" as a number: write digits only, as in 1000 or 1.5e3',
    );
  });
});

Deno.test("a form asks which numbers a list with separators of thousands means", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const numbers = "1 000, 2 000";

  await t.step("the field says what separates numbers", async () => {
    for (const path of ["/gcd", "/lcm", "/crt"]) {
      const html = await expectPage(await browser.open(path));
      assert.match(html, /-hint">[^<]* integers[^<]*; commas or spaces separate them</);
    }
  });
  await t.step("nothing is computed before a reading is chosen", async () => {
    const html = await expectPage(await browser.ask("/gcd", { numbers }));
    assert.equal(messageAt(html, "numbers"), "Which numbers did you mean?");
    assert.equal(valueOf(html, "numbers"), numbers);
    for (const reading of ["1000, 2000", "1, 0, 2, 0"]) {
      assert.ok(html.includes(`<button name="numbers.meant" value="${reading}"`), reading);
    }
    assert.equal(await recordedBy(app, token), 0);
  });
  await t.step("the chosen numbers are used", async () => {
    const chosen = { numbers, "numbers.meant": "1000, 2000" };
    const html = await expectPage(await browser.ask("/gcd", chosen));
    assert.equal(valueOf(html, "numbers"), "1000, 2000");
    assert.ok(html.includes('data-summary="gcd(1000, 2000): 1000"'));
  });
  await t.step("the HTTP interface separates numbers at commas and spaces", async () => {
    const { result } = await expectAnswer(await app.post("/gcd", { numbers }, token));
    assert.equal(result, "1");
  });
});

Deno.test("a valid form shows the answer, records it once, and offers a download", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);

  await t.step("the address has the question, and its page has the answer", async () => {
    const response = await browser.submit("/factorial", { n: " 0020 " });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), "/factorial?n=0020");
    const html = await expectPage(await browser.open("/factorial?n=0020"));
    assert.match(html, /<h2 id="answer" class="formula">20!<\/h2>/);
    assert.equal(digitsOf(html), "2432902008176640000");
    assertNoInlineCode(html);
    assert.equal(await recordedBy(app, token), 1);
  });
  await t.step("up to 3,000 digits are shown in full", async () => {
    const html = await expectPage(await browser.ask("/pow", { base: "2", exponent: "9000" }));
    assert.equal(digitsOf(html), String(1n << 9_000n));
    assert.equal(await recordedBy(app, token), 2);
  });
  await t.step("a longer result is shown by its ends", async () => {
    const html = await expectPage(await browser.ask("/pow", { base: "2", exponent: "99999" }));
    const digits = String(1n << 99_999n);
    const shown = digitsOf(html);
    assert.equal(
      shown,
      `${digits.slice(0, 300)}… 29,503 more digits …${digits.slice(-300)}`,
    );
    assert.match(html, /<dt>Digits<\/dt><dd>30,103<\/dd>/);
    assert.ok(html.length < 20_000);
    assert.equal(await recordedBy(app, token), 3);
  });
  await t.step("the download contains all digits", async () => {
    const fields = { base: "2", exponent: "99999", download: "1" };
    const response = await browser.submit("/pow", fields);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
    const disposition = response.headers.get("content-disposition");
    assert.equal(disposition, 'attachment; filename="pow-2-99999.txt"');
    assert.equal(await response.text(), `${1n << 99_999n}\n`);
    assert.equal(await recordedBy(app, token), 4);
  });
});

Deno.test("the page's script gets the whole page as the last event, whatever its outcome", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const headers = { Accept: "text/event-stream;view=page" };
  const lastEvent = async (
    fields: Record<string, string>,
    { from = browser, path = "/factorial" } = {},
  ) => {
    const response = await from.submit(path, fields, headers);
    assert.equal(response.status, 200);
    const { event, data } = (await allEvents(response)).at(-1)!;
    assert.equal(event, "page");
    return data as { html: string; url?: string; location?: string };
  };

  await t.step("a refusal", async () => {
    const { html, url } = await lastEvent({ n: "abc" });
    assert.equal(url, "/factorial?n=abc");
    assert.match(messageAt(html, "n")!, /Cannot read "abc"/);
  });
  await t.step("an answer", async () => {
    const { html, url } = await lastEvent({ n: " 5 " });
    assert.equal(url, "/factorial?n=5");
    assert.equal(digitsOf(html), "120");
    assert.equal(await recordedBy(app, token), 1);
  });
  await t.step("work in the compute isolate, after its progress", async () => {
    const { html } = await lastEvent({ n: "20000" });
    assert.match(html, /<h2 id="answer" class="formula">20\u202f000!</);
  });
  await t.step("a result that the compute isolate finds too large has an outline", async () => {
    const fields = { base: "2", exponent: `1${"0".repeat(1_200)}` };
    const { html } = await lastEvent(fields, { path: "/pow" });
    assert.match(html, /It has <strong>30102999566398119521…/);
    assert.doesNotMatch(html, /aria-invalid/);
  });
  await t.step("signed out: where to sign in", async () => {
    const { location } = await lastEvent({ n: "5" }, { from: openBrowser(app) });
    assert.equal(location, "/login?next=%2Ffactorial%3Fn%3D5");
  });
});

Deno.test("a link fills the form, shows an answer only if it is cached, and never computes", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  const shown = async (path: string, status = 200) => {
    const html = await expectPage(await browser.open(path), status);
    return { html, n: valueOf(html, "n"), answer: digitsOf(html) };
  };
  const calculated = async () => {
    const metrics = await (await app.request("/metrics")).text();
    return /calculations_total\{.*outcome="ok"\} (\d+)/.exec(metrics)?.[1];
  };

  await t.step("half a question is half a form, and no error", async () => {
    const html = await expectPage(await browser.open("/pow?base=2"));
    assert.equal(valueOf(html, "base"), "2");
    assert.doesNotMatch(html, /aria-invalid|role="alert"/);
  });
  await t.step("signed out", async () => {
    assert.deepEqual(await omitHtml(shown("/factorial?n=20")), { n: "20", answer: undefined });
  });
  await browser.signIn(username);
  await t.step("not cached", async () => {
    assert.deepEqual(await omitHtml(shown("/factorial?n=20")), { n: "20", answer: undefined });
    assert.deepEqual(await omitHtml(shown("/factorial?n=1000000")), {
      n: "1000000",
      answer: undefined,
    });
    assert.equal(await recordedBy(app, token), 0);
    assert.equal(await calculated(), undefined);
  });
  await t.step("cached: the answer is shown and recorded once", async () => {
    await expectAnswer(await app.post("/factorial", { n: 20 }, token));
    const expected = { n: "20", answer: "2432902008176640000" };
    for (let reload = 0; reload < 3; reload++) {
      assert.deepEqual(await omitHtml(shown("/factorial?n=20")), expected);
    }
    assert.equal(await recordedBy(app, token), 2);
    const { entries: [entry] } = await (await app.get("/logs", token)).json();
    assert.equal(entry.cached, true);
  });
  await t.step("cached, but signed out: no answer is shown", async () => {
    const html = await expectPage(await openBrowser(app).open("/factorial?n=20"));
    assert.equal(digitsOf(html), undefined);
    assert.doesNotMatch(html, /class="answer"/);
  });
  await t.step("cached, but requested with HEAD: nothing is recorded", async () => {
    const headers = { Authorization: `Bearer ${token}`, Accept: "text/html" };
    const head = await app.request("/factorial?n=20", { method: "HEAD", headers });
    assert.equal(await head.text(), "");
    assert.equal(await recordedBy(app, token), 2);
  });
  await t.step("invalid input is shown with its message", async () => {
    const { html, n, answer } = await shown("/factorial?n=x", 422);
    assert.deepEqual([n, answer], ["x", undefined]);
    assert.match(messageAt(html, "n") ?? "", /Cannot read/);
  });
});

Deno.test("a signed-out user is redirected to the sign-in page and back to the filled form", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);

  await t.step("with the submitted values", async () => {
    const response = await browser.submit("/pow", { base: "1.5", exponent: "-3", other: "x" });
    assert.equal(response.status, 303);
    const target = "/pow?base=1.5&exponent=-3";
    assert.equal(response.headers.get("location"), `/login?next=${encodeURIComponent(target)}`);
    const login = await expectPage(await browser.open(response.headers.get("location")!));
    const next = /name="next" value="([^"]*)"/.exec(login)?.[1];
    assert.equal(next && unescaped(next), target);
    const back = await browser.submit("/login", {
      username,
      password: PASSWORD,
      next: unescaped(next!),
    });
    assert.equal(back.headers.get("location"), target);
    const form = await expectPage(await browser.open(target));
    assert.equal(valueOf(form, "exponent"), "-3");
  });
  await t.step("a question that is too long for a URL stays in the form", async () => {
    const n = "9".repeat(6_001);
    const html = await expectPage(await openBrowser(app).submit("/factorial", { n }), 401);
    assert.equal(valueOf(html, "n"), n);
    assert.match(html, /Your question is still here: sign in in another tab/);
    assert.match(html, /<a href="\/login\?next=%2Ffactorial" target="_blank">Sign in<\/a>/);
  });
  await t.step("the script of a page is told to keep a question of any length", async () => {
    for (const length of [6_001, 100_000]) {
      const response = await openBrowser(app).submit("/factorial", { n: "9".repeat(length) }, {
        Accept: "text/event-stream;view=page",
      });
      await expectProblem(response, "unauthenticated");
    }
  });
  await t.step("a question that is too long to be read is behind the page", async () => {
    const n = "9".repeat(100_000);
    const html = await expectPage(await openBrowser(app).submit("/factorial", { n }), 401);
    assert.match(html, /Sign in in another tab, then go back to your question/);
  });
});

/** The digits of the answer as they are copied; undefined without an answer. */
function digitsOf(html: string): string | undefined {
  const digits = /<div class="digits [\w -]+">(.*)<\/div>/.exec(html)?.[1];
  return digits?.replace(/<[^>]*>/g, "");
}

async function omitHtml<Shown extends { html: string }>(shown: Promise<Shown>) {
  const { html: _, ...rest } = await shown;
  return rest;
}
