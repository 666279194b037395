import assert from "node:assert/strict";
import { OPERATIONS } from "../../../domain/operations/mod.ts";
import { PROBLEMS } from "../../../routes/problems.ts";
import { type Browser, openBrowser } from "../../../testing/browser.ts";
import { expectPage } from "../../../testing/expect.ts";
import { assertNoInlineCode, unescaped } from "../../../testing/html.ts";
import { ORIGIN, startTestService, type TestService } from "../../../testing/service.ts";

const ATTACK = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;

Deno.test("every page has a title, no inline code and the navigation of its user", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  for (const signedIn of [false, true]) {
    if (signedIn) await browser.signIn(username);
    const paths = ["/", "/login", "/signup", "/factorial", "/fibonacci", "/pow", "/docs"];
    for (const path of signedIn ? [...paths, "/logs", "/account"] : paths) {
      await t.step(`${path} ${signedIn ? "signed in" : "signed out"}`, async () => {
        const html = await expectPage(await browser.open(path));
        assertNoInlineCode(html);
        assert.match(html, /^<!doctype html>/);
        assert.match(html, /<html lang="en">/);
        assert.match(html, /<title>[^<]+ · MathCalculator<\/title>/);
        assert.equal(html.includes(`>${username}</a>`), signedIn);
        assert.equal(html.includes('action="/logout"'), signedIn);
      });
    }
  }
});

Deno.test("every problem code has a page with an example at its type URL", async (t) => {
  await using app = await startTestService();
  for (const [code, { title, status, example }] of Object.entries(PROBLEMS)) {
    await t.step(code, async () => {
      const html = await expectPage(await openBrowser(app).open(`/problems/${code}`));
      assert.ok(html.includes(`<h1>${title}</h1>`));
      assert.ok(html.includes(`· ${status} · <code>${code}</code>`));
      const shown = /<pre[^>]*><code>([^]*?)<\/code><\/pre>/.exec(html)?.[1];
      assert.equal(shown && unescaped(shown), example.replaceAll("{origin}", ORIGIN));
    });
  }
});

Deno.test("the example of a problem has the address that the client uses", async () => {
  await using app = await startTestService();
  const origin = "https://calculator.example";
  const html = await expectPage(await openBrowser(app, { origin }).open("/problems/internal"));
  assert.ok(html.includes(`curl ${origin}/health`));
  const { example } = await (await app.get("/problems/internal")).json();
  assert.equal(example, `curl ${ORIGIN}/health`);
});

Deno.test("the home page has the form of expressions", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  const html = await expectPage(await browser.open("/"));
  assert.match(html, /<form [^>]*action="\/evaluate"[^>]*>[^]*name="expression"[^]*<\/form>/);
  await t.step("it links each other operation once, and the header leads to these links", () => {
    for (const { paths: [path], name } of OPERATIONS) {
      const links = html.split(`<a href="${path}">`).length - 1;
      assert.equal(links, name === "evaluate" ? 0 : 1, path);
    }
    assert.match(html, /<nav [^]*<a [^>]*href="#operations">Operations<[^]*<\/nav>/);
    assert.match(html, /<section id="operations">/);
  });
  await t.step("the menu of other pages leads to its page", async () => {
    const other = await expectPage(await browser.open("/factorial"));
    assert.match(other, /<nav [^]*<a href="\/evaluate">Expression <[^]*<\/nav>/);
  });
  await t.step("it is answered for a user", async () => {
    await browser.signIn(username);
    const page = await expectPage(await browser.ask("/evaluate", { expression: "1/7 + 2" }));
    assert.ok(page.includes("15/7"));
  });
});

Deno.test("no page shows the markup of code in a description", async () => {
  await using app = await startTestService();
  assert.doesNotMatch(await expectPage(await openBrowser(app).open("/")), /`/);
  assert.doesNotMatch(await expectPage(await openBrowser(app).open("/factor")), /`/);
});

Deno.test("a rejected sign-up shows the error of a field instead of its hint", async () => {
  await using app = await startTestService();
  const html = await expectPage(
    await openBrowser(app).submit("/signup", { username: "student", password: "short" }),
    422,
  );
  assert.match(html, /Use at least 10 characters/);
  assert.doesNotMatch(html, /10 to 256 characters/);
  assert.match(html, /3 to 64 letters/);
});

Deno.test("input from clients is never interpreted as markup", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const attack = encodeURIComponent(ATTACK);
  const signedOut = openBrowser(app);
  const signedIn = openBrowser(app);
  await signedIn.signIn(username);

  const requests: Record<string, (browser: Browser) => Promise<Response>> = {
    "a form's field": (browser) => browser.submit("/factorial", { n: ATTACK }),
    "a link's field": (browser) => browser.open(`/factorial?n=${attack}`),
    "two fields": (browser) => browser.submit("/pow", { base: ATTACK, exponent: ATTACK }),
    "the username": (browser) => browser.submit("/login", { username: ATTACK, password: ATTACK }),
    "a new username": (browser) => browser.submit("/signup", { username: ATTACK, password: "x" }),
    "the login link": (browser) => browser.open(`/login?username=${attack}&next=/${attack}`),
    "the signup link": (browser) => browser.open(`/signup?username=${attack}&next=/${attack}`),
    "a filter": (browser) => browser.open(`/logs?operation=${attack}`),
    "a cursor": (browser) => browser.open(`/logs?cursor=${attack}`),
    "a user": (browser) => browser.open(`/logs?user=${attack}`),
    "a path": (browser) => browser.open(`/${attack}`),
    "a problem": (browser) => browser.open(`/problems/${attack}`),
    "a media type": (browser) => browser.submit("/login", {}, { "Content-Type": ATTACK }),
  };
  for (const [name, request] of Object.entries(requests)) {
    for (const [browser, state] of [[signedOut, "signed out"], [signedIn, "signed in"]] as const) {
      await t.step(`${name}, ${state}`, async () => {
        const response = await request(browser);
        const text = await response.text();
        assert.ok(response.status < 500, text);
        assert.doesNotMatch(text, /<script>|<img|onerror=alert\(1\)>/);
        if (response.headers.get("content-type")?.includes("html")) assertNoInlineCode(text);
        assert.doesNotMatch(response.headers.get("location") ?? "", /[<>"]/);
      });
    }
  }
});

Deno.test("an error page shows the code, the request id and a link to the explanation", async (t) => {
  await using app = await startTestService();
  const browser = openBrowser(app);
  const failures: readonly (readonly [number, string, (app: TestService) => Promise<Response>])[] =
    [
      [404, "not_found", () => browser.open("/nowhere")],
      [405, "method_not_allowed", () => browser.submit("/docs", {})],
      [403, "forbidden", () => browser.submit("/login", {}, { "Sec-Fetch-Site": "cross-site" })],
      [415, "unsupported_media_type", () => browser.submit("/login", {}, { "Content-Type": "x" })],
      [401, "unauthenticated", () => browser.open("/retrieve_info")],
    ];
  for (const [status, code, request] of failures) {
    await t.step(code, async () => {
      const response = await request(app);
      const html = await expectPage(response, status);
      assert.ok(html.includes(`<h1>${PROBLEMS[code as keyof typeof PROBLEMS].title}</h1>`));
      assert.ok(html.includes(`href="/problems/${code}"`));
      assert.ok(html.includes(`<code>${response.headers.get("x-request-id")}</code>`));
      assert.equal(response.headers.has("allow"), status === 405);
      assert.equal(response.headers.has("www-authenticate"), status === 401);
    });
  }
});
