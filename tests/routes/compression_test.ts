import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { openBrowser } from "../../testing/browser.ts";
import { startTestService, type TestService } from "../../testing/service.ts";

const PAGE = { Accept: "text/html" };
const GZIP = { "Accept-Encoding": "gzip, deflate, br" };

const DECODERS = { gzip: gunzipSync, br: brotliDecompressSync };

/** The decoded body with the coding in which it was sent. */
async function read(response: Response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const coding = response.headers.get("content-encoding") as keyof typeof DECODERS | null;
  const body = coding === null ? bytes : DECODERS[coding](bytes);
  return { coding, bytes: bytes.length, text: new TextDecoder().decode(body) };
}

function get(app: TestService, path: string, headers: Record<string, string> = {}) {
  return app.request(path, { headers });
}

async function assetsOf(app: TestService): Promise<string[]> {
  const html = await (await get(app, "/factorial", PAGE)).text();
  return [...html.matchAll(/ (?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
}

Deno.test("fixed bodies, pages and answers are sent compressed to clients that accept it", async (t) => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const [style = ""] = (await assetsOf(app)).filter((path) => path.endsWith("/style.css"));
  const cases: readonly [string, "br" | "gzip", Record<string, string>][] = [
    [style, "br", {}],
    ["/openapi.json", "br", {}],
    ["/docs", "gzip", PAGE],
    ["/", "gzip", PAGE],
    ["/factorial", "gzip", PAGE],
    ["/evaluate?expression=2^10000", "gzip", { Authorization: `Bearer ${token}` }],
  ];
  for (const [path, coding, headers] of cases) {
    await t.step(path.slice(0, 40), async () => {
      const plain = await get(app, path, headers);
      const coded = await get(app, path, { ...headers, ...GZIP });
      for (const { headers } of [plain, coded]) {
        assert.equal(headers.get("vary"), "Accept-Encoding");
      }
      const [sent, whole] = [await read(coded), await read(plain)];
      assert.deepEqual([whole.coding, sent.coding], [null, coding]);
      assert.ok(sent.bytes < 0.6 * whole.bytes, `${sent.bytes} of ${whole.bytes}`);
      const stable = (text: string) => text.replace(/"id".*?"op|"cached.*/g, "");
      assert.equal(stable(sent.text), stable(whole.text));
    });
  }
});

Deno.test("exports are sent compressed, unless another site may have asked for them", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  for (let n = 0; n < 5; n++) await app.post("/factorial", { n: 100 + n }, token);
  const browser = openBrowser(app);
  await browser.signIn(username);
  const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
  const programs = { Authorization: `Bearer ${token}` };
  const own = { Cookie: cookie, "Sec-Fetch-Site": "same-origin" };
  const foreign = { Cookie: cookie, "Sec-Fetch-Site": "cross-site" };
  for (const path of ["/logs?format=csv", "/logs?format=ndjson", "/account/export"]) {
    await t.step(path, async () => {
      const plain = await get(app, path, programs);
      assert.equal(plain.headers.get("vary"), "Accept-Encoding");
      const whole = await read(plain);
      assert.equal(whole.coding, null);
      for (const headers of [programs, own]) {
        const sent = await read(await get(app, path, { ...headers, ...GZIP }));
        assert.equal(sent.coding, "gzip");
        assert.ok(sent.bytes < 0.6 * whole.bytes, `${sent.bytes} of ${whole.bytes}`);
        assert.equal(sent.text.split("\n").length, whole.text.split("\n").length);
        assert.ok(sent.text.includes("100"));
      }
      assert.equal((await read(await get(app, path, { ...foreign, ...GZIP }))).coding, null);
    });
  }
});

Deno.test("only a coding that the client accepts is used", async () => {
  await using app = await startTestService();
  const cases = [
    ["gzip", "gzip"],
    ["GZIP;q=0.5", "gzip"],
    ["br;q=0.1, gzip;q=1.0", "br"],
    ["br;q=0, gzip;q=0.000", null],
    ["br; q=0,gzip", "gzip"],
    ["deflate, zstd, identity, *", null],
    ["", null],
  ] as const;
  for (const [accepted, coding] of cases) {
    const response = await get(app, "/assets/style.css", { "Accept-Encoding": accepted });
    const sent = await read(response);
    assert.equal(sent.coding, coding, accepted);
    assert.match(sent.text, /color-scheme/);
  }
});

Deno.test("short answers, long results and event streams are not compressed", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const ask = (n: number, accept: string) =>
    app.request("/factorial", {
      method: "POST",
      headers: {
        ...GZIP,
        Accept: accept,
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ n }),
    });
  for (
    const [n, accept] of [
      [20, "application/json"],
      [20_000, "application/json"],
      [20_000, "text/plain"],
      [1_000, "text/event-stream;digits=all"],
    ] as const
  ) {
    const response = await ask(n, accept);
    assert.equal(response.headers.get("content-encoding"), null);
    assert.equal(response.headers.get("vary"), null);
    assert.match((await read(response)).text, /\d/);
  }
});

Deno.test("a page inside an event stream is not compressed", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app, { headers: GZIP });
  await browser.signIn(username);
  for (const n of ["20", "-1", "3000"]) {
    const headers = { Accept: "text/event-stream;view=page" };
    const response = await browser.submit("/factorial", { n }, headers);
    assert.equal(response.headers.get("content-encoding"), null);
    const { text } = await read(response);
    assert.match(text, /^event: page\ndata: .*<h1>Factorial/m);
  }
});

Deno.test("a page that another site may have asked for in the name of a user is not compressed", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
  const codingOf = async (headers: Record<string, string>) =>
    (await read(await get(app, "/logs?user=guess", { ...PAGE, ...GZIP, ...headers }))).coding;
  for (
    const [headers, coding] of [
      [{ Cookie: cookie, "Sec-Fetch-Site": "same-origin" }, "gzip"],
      [{ Cookie: cookie, "Sec-Fetch-Site": "none" }, "gzip"],
      [{ Cookie: cookie, "Sec-Fetch-Site": "cross-site" }, null],
      [{ Cookie: cookie, "Sec-Fetch-Site": "same-site" }, null],
      [{ Cookie: cookie }, null],
    ] as const
  ) assert.equal(await codingOf(headers), coding, JSON.stringify(headers));
});

Deno.test("the page with a new API key is never compressed, also by a proxy", async () => {
  await using app = await startTestService();
  const { username } = await app.newUser();
  const browser = openBrowser(app, { headers: GZIP });
  await browser.signIn(username);
  const fields = { name: "bot", expires_in: "90d", scopes: "calculate" };
  const response = await browser.submit("/keys", fields);
  assert.equal(response.headers.get("cache-control"), "no-store, no-transform");
  const { coding, text } = await read(response);
  assert.equal(coding, null);
  assert.match(text, /mc_[A-Za-z0-9_-]{49}/);
});

Deno.test("a client that has the body gets 304, with a tag for each coding", async (t) => {
  await using app = await startTestService();
  const assets = await assetsOf(app);
  for (const path of [...assets, "/assets/style.css", "/openapi.json", "/docs"]) {
    await t.step(path, async () => {
      const tags = new Set<string>();
      for (const coding of ["identity", "gzip"]) {
        const headers = { ...PAGE, "Accept-Encoding": coding };
        const first = await get(app, path, headers);
        const tag = first.headers.get("etag") ?? "";
        assert.match(tag, /^"[\w-]{22,}"$/);
        tags.add(tag);
        await first.body?.cancel();
        for (const known of [tag, `"other", W/${tag}`, "*"]) {
          const again = await get(app, path, { ...headers, "If-None-Match": known });
          assert.equal(again.status, 304, known);
          assert.equal(await again.text(), "");
          for (const name of ["etag", "vary", "cache-control", "content-security-policy"]) {
            assert.equal(again.headers.get(name), first.headers.get(name), name);
          }
        }
        const other = await get(app, path, { ...headers, "If-None-Match": '"other"' });
        assert.equal(other.status, 200);
        await other.body?.cancel();
      }
      assert.equal(tags.size, 2);
    });
  }
});

Deno.test("assets are immutable below the hash of this version, and revalidated elsewhere", async () => {
  await using app = await startTestService();
  const [style = ""] = (await assetsOf(app)).filter((path) => path.endsWith("/style.css"));
  assert.match(style, /^\/assets\/[\w-]{16}\/style\.css$/);
  const cachingOf = async (path: string) => {
    const response = await get(app, path);
    await response.body?.cancel();
    assert.equal(response.status, 200);
    return response.headers.get("cache-control");
  };
  assert.equal(await cachingOf(style), "public, max-age=31536000, immutable");
  assert.equal(await cachingOf("/assets/style.css"), "no-cache");
  assert.equal(await cachingOf("/assets/AAAAAAAAAAAAAAAA/style.css"), "no-cache");
});

Deno.test("HEAD reports the length of the compressed body", async () => {
  await using app = await startTestService();
  for (const path of ["/", "/docs", "/openapi.json", "/assets/style.css"]) {
    const headers = { ...PAGE, ...GZIP };
    const { bytes } = await read(await get(app, path, headers));
    const head = await app.request(path, { method: "HEAD", headers });
    assert.equal(head.headers.get("content-length"), String(bytes), path);
    assert.equal(await head.text(), "");
  }
});
