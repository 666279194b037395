import assert from "node:assert/strict";
import { openBrowser } from "../../testing/browser.ts";
import { expectProblem, fieldsOf, recordedBy } from "../../testing/expect.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const JSON_TYPE = "application/json";
const HTML = "text/html; charset=utf-8";
const EVENTS = "text/event-stream";
const TEXT = "text/plain; charset=utf-8";
const PROBLEM = "application/problem+json";

/** Content types of a page, a calculation and an error, by Accept header. */
const RULES: readonly (readonly [accept: string | undefined, string, string, string])[] = [
  [undefined, JSON_TYPE, JSON_TYPE, PROBLEM],
  ["", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["*/*", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["*/*;q=0.1", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["application/json", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["application/problem+json", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["application/*", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/*", JSON_TYPE, TEXT, PROBLEM],
  ["text/*;q=0.5, application/json", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/html, text/*;q=0.5", HTML, HTML, HTML],
  ["image/png", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/plain", JSON_TYPE, TEXT, PROBLEM],
  ["text/plain, */*;q=0.5", JSON_TYPE, TEXT, PROBLEM],
  ["text/event-stream", JSON_TYPE, EVENTS, PROBLEM],
  ["text/event-stream;digits=all", JSON_TYPE, EVENTS, PROBLEM],
  ["TEXT/Event-Stream, application/json;q=0.9", JSON_TYPE, EVENTS, PROBLEM],
  ["text/event-stream;q=0.5, application/json", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/event-stream;q=0, */*", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["application/json, text/plain, */*", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/html", HTML, HTML, HTML],
  ["TEXT/HTML", HTML, HTML, HTML],
  ["text/html; charset=utf-8", HTML, HTML, HTML],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML, HTML, HTML],
  ["application/json;q=0.5, text/html", HTML, HTML, HTML],
  ["application/json, text/html;q=0.5", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/html;q=0, */*", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/html;q=0", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["application/xhtml+xml, */*", JSON_TYPE, JSON_TYPE, PROBLEM],
  [";,;;q=,,=", JSON_TYPE, JSON_TYPE, PROBLEM],
  ["text/html;q=nonsense", HTML, HTML, HTML],
  ["a/b,".repeat(2000), JSON_TYPE, JSON_TYPE, PROBLEM],
];

Deno.test("responses are JSON unless the client prefers another type", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const [accept, page, calculation, failure] of RULES) {
    await t.step(`Accept: ${accept?.slice(0, 70)}`, async () => {
      const headers = {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        ...(accept !== undefined && { Accept: accept }),
      };
      const type = async (path: string, init: RequestInit = {}) => {
        const response = await app.request(path, { headers, redirect: "manual", ...init });
        await response.body?.cancel();
        return [response.status, response.headers.get("content-type")];
      };
      for (
        const path of [
          "/",
          "/factorial",
          "/login",
          "/signup",
          "/problems/internal",
          "/logs",
          "/account",
        ]
      ) {
        assert.deepEqual(await type(path), [200, page], path);
      }
      const post = { method: "POST", body: '{"n": 5}' };
      assert.deepEqual(await type("/factorial", post), [200, calculation]);
      assert.deepEqual(await type("/nowhere"), [404, failure]);
      assert.deepEqual(await type("/factorial", { ...post, method: "PUT" }), [405, failure]);
    });
  }
  assert.equal(await recordedBy(app, token), RULES.length);
});

Deno.test("only clients that prefer HTML are redirected to the sign-in page", async (t) => {
  await using app = await startTestService();
  const body = '{"n": 5}';
  for (const [accept, , , failure] of RULES) {
    await t.step(`Accept: ${accept?.slice(0, 70)}`, async () => {
      const headers = {
        "Content-Type": "application/json",
        ...(accept !== undefined && { Accept: accept }),
      };
      const expected = failure === HTML ? 303 : 401;
      for (
        const [path, init] of [
          ["/logs", {}],
          ["/factorial", { method: "POST", body }],
        ] as const
      ) {
        const response = await app.request(path, { headers, redirect: "manual", ...init });
        await response.body?.cancel();
        assert.equal(response.status, expected, path);
        assert.equal(response.headers.has("location"), expected === 303, path);
      }
      const info = await app.request("/retrieve_info", { headers });
      await info.body?.cancel();
      assert.equal(info.status, 401);
      assert.equal(info.headers.get("www-authenticate"), "Bearer");
    });
  }
});

const FORM_RULES = [
  ["text/html,*/*;q=0.8", HTML],
  ["*/*", JSON_TYPE],
  [undefined, JSON_TYPE],
  ["application/json", JSON_TYPE],
  ["text/plain", TEXT],
  ["text/event-stream", EVENTS],
] as const;

/** Posts the form of a factorial and returns the status and the media type. */
async function postForm(app: TestService, accept: string | undefined, headers: HeadersInit) {
  const sent = new Headers(headers);
  if (accept !== undefined) sent.set("Accept", accept);
  const body = new URLSearchParams({ n: "5" });
  const response = await app.request("/factorial", { method: "POST", headers: sent, body });
  await response.body?.cancel();
  return [response.status, response.headers.get("content-type")];
}

Deno.test("a form with a cookie gets a page only if the client prefers HTML", async (t) => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  for (const [accept, type] of FORM_RULES) {
    await t.step(`Accept: ${accept}`, async () => {
      const headers = {
        Cookie: [...browser.cookies].map((pair) => pair.join("=")).join("; "),
        "Sec-Fetch-Site": "same-origin",
      };
      assert.deepEqual(await postForm(app, accept, headers), [200, type]);
    });
  }
});

Deno.test("a form with a bearer token never gets a page", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  for (const [accept, type] of FORM_RULES) {
    await t.step(`Accept: ${accept}`, async () => {
      const headers = { Authorization: `Bearer ${token}` };
      const expected = type === HTML ? JSON_TYPE : type;
      assert.deepEqual(await postForm(app, accept, headers), [200, expected]);
    });
  }
  await t.step("refusals are problem documents", async () => {
    const response = await app.request("/factorial", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, Accept: "text/html" },
      body: new URLSearchParams({ n: "-1" }),
    });
    assert.deepEqual(fieldsOf(await expectProblem(response, "invalid_input")), ["n"]);
  });
});

Deno.test("resources with a single representation ignore the Accept header", async () => {
  await using app = await startTestService();
  for (
    const [path, type] of [
      ["/docs", HTML],
      ["/openapi.json", JSON_TYPE],
      ["/health", JSON_TYPE],
      ["/assets/style.css", "text/css; charset=utf-8"],
    ] as const
  ) {
    for (const accept of ["*/*", "text/html", "application/json", "image/png"]) {
      const response = await app.request(path, { headers: { Accept: accept } });
      await response.body?.cancel();
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), type);
    }
  }
});
