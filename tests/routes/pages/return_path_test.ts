import assert from "node:assert/strict";
import { openBrowser } from "../../../testing/browser.ts";
import { expectPage } from "../../../testing/expect.ts";
import { unescaped } from "../../../testing/html.ts";
import { startTestService } from "../../../testing/service.ts";

/** The targets of all links of a page to the sign-in and the sign-up page. */
function linksOf(html: string): { readonly path: string; readonly next: string | null }[] {
  return [...html.matchAll(/<a class="[^"]*sign-in[^"]*" href="([^"]*)"/g)].map(([, href]) => {
    const { pathname, searchParams } = new URL(unescaped(href!), "http://localhost");
    return { path: pathname, next: searchParams.get("next") };
  });
}

Deno.test("signing in and up from the header returns to the page and its question", async (t) => {
  await using app = await startTestService({ config: { guests: true } });
  const cases = [
    ["/", null],
    ["/factorial", "/factorial"],
    ["/pow?base=1.5&exponent=-3", "/pow?base=1.5&exponent=-3"],
    ["/evaluate?expression=2%5E100+%2B+1%2F3", "/evaluate?expression=2%5E100+%2B+1%2F3"],
    ["/docs", "/docs"],
    ["/problems/internal", "/problems/internal"],
    ["/login?next=%2Flogs", "/logs"],
    ["/signup?next=%2Flogs", "/logs"],
    ["/login?next=https%3A%2F%2Fevil.example", null],
    ["/login?next=%2F%2Fevil.example", null],
  ] as const;
  for (const [address, next] of cases) {
    await t.step(address, async () => {
      const links = linksOf(await expectPage(await openBrowser(app).open(address)));
      assert.deepEqual([...new Set(links.map(({ path }) => path))], ["/login", "/signup"]);
      assert.deepEqual([...new Set(links.map((link) => link.next))], [next]);
    });
  }
  await t.step("a page that does not exist is not returned to", async () => {
    const links = linksOf(await expectPage(await openBrowser(app).open("/nowhere"), 404));
    assert.deepEqual([...new Set(links.map((link) => link.next))], [null]);
  });
  await t.step("after a rejected form", async () => {
    const form = { username: "nobody", password: "wrong password", next: "/logs" };
    const links = linksOf(await expectPage(await openBrowser(app).submit("/login", form), 401));
    assert.deepEqual([...new Set(links.map((link) => link.next))], ["/logs"]);
  });
  await t.step("after an answer from the script of the page", async () => {
    const response = await openBrowser(app).submit("/factorial", { n: "20" }, {
      Accept: "text/event-stream;view=page",
    });
    const data = /^data: (.*)$/m.exec(await response.text())![1]!;
    const links = linksOf(JSON.parse(data).html);
    assert.deepEqual([...new Set(links.map((link) => link.next))], ["/factorial?n=20"]);
  });
});

Deno.test("a form of another site, which has no cookie, does not sign the user out", async () => {
  await using app = await startTestService();
  for (const site of ["cross-site", "same-site"]) {
    const response = await openBrowser(app).submit("/logout", {}, {
      "Sec-Fetch-Site": site,
      Origin: "http://evil.example",
    });
    await expectPage(response, 403);
    assert.deepEqual(response.headers.getSetCookie(), []);
    assert.equal(response.headers.get("clear-site-data"), null);
  }
});

Deno.test("signing out clears the pages that the browser keeps, but not the theme", async () => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const page = await browser.submit("/logout", {});
  assert.equal(page.headers.get("clear-site-data"), '"cache"');
  assert.equal(browser.cookies.has("__Host-session"), false);
  const program = await app.post("/logout", {}, token);
  assert.equal(program.headers.get("clear-site-data"), '"cache"');
  const other = await browser.open("/");
  await other.body?.cancel();
  assert.equal(other.headers.get("clear-site-data"), null);
});
