import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { OPERATIONS } from "../../domain/operations/mod.ts";
import { questionShape } from "../../domain/question.ts";
import { chromiumPath, PASSWORD, shareChromium, signUp } from "../../testing/chromium.ts";

const visit = shareChromium();

const ignore = chromiumPath() === undefined;

/** Sites of the attacker, played by the browser: another site, and another port of the same one. */
const SITES = ["http://evil.example/", "http://127.0.0.1:1/"] as const;

/** Script in text, in attributes, in a title and a URL, and code of template languages. */
const MARKUP = `"'></title></textarea><script>attacked=1</script><img src=x onerror=attacked=1>` +
  "<%= 7*191 %>${7*191}{{7*191}}javascript:attacked=1";

const LINE_BREAK = "/factorial\r\nSet-Cookie: attacked=1\r\n\r\n<script>attacked=1</script>";

/** Whether any of the markup has become part of the page or run. */
const IS_ATTACKED = `"attacked" in globalThis || document.cookie.includes("attacked") ||
  document.querySelector("img, [onerror], script:not([src])") !== null ||
  [...document.links].some(({ protocol }) => !/^https?:$/.test(protocol)) ||
  document.documentElement.outerHTML.includes("1337")`;

async function assertUnharmed(page: Page, name: string): Promise<void> {
  assert.equal(await page.evaluate(IS_ATTACKED), false, `${name}: ${await page.content()}`);
}

/** Opens a page of the attacker with this body. */
async function openAttack(page: Page, site: string, body: string): Promise<void> {
  await page.route(site, (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(site);
}

Deno.test({
  name: "no field, name or query that a page shows injects script or template code",
  ignore,
  async fn(t) {
    await using service = await visit();
    const page = await service.open();
    await signUp(page, "target");
    const query = (names: readonly string[]) =>
      new URLSearchParams(names.map((name) => [name, MARKUP]));
    const names = ["factorial", "pow", "evaluate", "crt"];
    const questions = OPERATIONS.filter(({ name }) => names.includes(name)).map((operation) =>
      `${operation.paths[0]}?${query(Object.keys(questionShape(operation)))}`
    );
    const others = [
      `/logs?${query(["user", "operation", "outcome", "from", "to", "cursor"])}`,
      `/logs?${query(["user"])}`,
      `/login?${query(["next", "username"])}`,
      `/signup?${query(["next", "username"])}`,
      `/account?${query(["changed"])}`,
      `/account/keys?${query(["revoked"])}`,
      `/problems/${encodeURIComponent(MARKUP)}`,
      `/docs?${query(["x"])}`,
      `/${encodeURIComponent(MARKUP)}`,
      `/?${query(["expression"])}`,
    ];
    for (const address of [...questions, ...others]) {
      const name = address.split("?")[0]!.slice(0, 30);
      await t.step(`${name} by its address`, async () => {
        await page.goto(address);
        await assertUnharmed(page, name);
      });
    }
    const forms = [
      ["/factorial", { n: MARKUP }, "Calculate"],
      ["/evaluate", { expression: `1 + ${MARKUP}` }, "Calculate"],
      ["/login", { username: MARKUP, password: MARKUP }, "Sign in"],
      ["/signup", { username: MARKUP, password: MARKUP }, "Sign up"],
    ] as const;
    for (const [path, fields, button] of forms) {
      await t.step(`${path} by its form`, async () => {
        await page.goto(path);
        for (const [field, value] of Object.entries(fields)) {
          await page.locator(`form [name="${field}"]`).fill(value);
        }
        await page.locator("main").getByRole("button", { name: button, exact: true }).click();
        await page.locator(".error, .notice").first().waitFor();
        await assertUnharmed(page, path);
      });
    }
    await t.step("the name of an API key, on its page", async () => {
      const keyName = `<img src=x onerror=attacked=1>`;
      await page.goto("/account/keys");
      await page.locator('main [name="name"]').fill(keyName);
      await page.locator("main").getByRole("button", { name: "Create key" }).click();
      await page.getByText(keyName).first().waitFor();
      await assertUnharmed(page, "keys");
    });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "no header that a page or a log shows injects script, and none sets another header",
  ignore,
  async fn(t) {
    await using service = await visit();
    const page = await service.open();
    const header = MARKUP.replaceAll(/[^ -~]/g, "");
    for (
      const name of [
        "X-Request-Id",
        "X-Forwarded-Host",
        "User-Agent",
        "Referer",
        "If-None-Match",
      ]
    ) {
      await t.step(name, async () => {
        await page.setExtraHTTPHeaders({ [name]: header });
        for (const path of ["/", "/nowhere", "/docs"]) {
          const response = await page.goto(path);
          await assertUnharmed(page, path);
          assert.ok(!JSON.stringify(await response!.allHeaders()).includes("attacked"), path);
        }
      });
    }
    await page.setExtraHTTPHeaders({});
    const { username } = await service.program.newUser();
    const next = new URLSearchParams({ next: LINE_BREAK, username, password: PASSWORD });
    const signedIn = await page.request.post("/login", {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      data: String(next),
      maxRedirects: 0,
    });
    assert.equal(signedIn.status(), 303);
    const cookies = signedIn.headersArray().filter(({ name }) =>
      name.toLowerCase() === "set-cookie"
    );
    const names = cookies.map(({ value }) => value.split("=")[0]).toSorted();
    assert.deepEqual(names, ["__Host-device", "__Host-session"]);
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "signing in goes to no other site",
  ignore,
  async fn(t) {
    await using service = await visit();
    const { username } = await service.program.newUser();
    const page = await service.open();
    const { origin } = new URL(service.program.address);
    for (
      const next of [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/..//evil.example/",
        "javascript:attacked=1",
      ]
    ) {
      await t.step(JSON.stringify(next), async () => {
        await page.context().clearCookies();
        await page.goto(`/login?${new URLSearchParams({ next })}`);
        await page.getByLabel("Username").fill(username);
        await page.getByLabel("Password").fill(PASSWORD);
        await page.locator("main").getByRole("button", { name: "Sign in" }).click();
        await page.locator(".username").waitFor({ state: "attached" });
        assert.equal(new URL(page.url()).origin, origin);
        await assertUnharmed(page, next);
      });
    }
    await t.step("by a slash at the end of an address", async () => {
      for (const path of ["//evil.example/factorial/", "/\\evil.example/", "//evil.example//"]) {
        const response = await fetch(service.program.address + path, { redirect: "manual" });
        await response.body?.cancel();
        const location = response.headers.get("location") ?? "/";
        assert.equal(new URL(location, origin).origin, origin, path);
      }
    });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "a form of another site or port changes nothing in the name of a user",
  ignore,
  async fn(t) {
    await using service = await visit();
    const page = await service.open();
    await signUp(page, "victim");
    const forms: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ["/factorial", { n: "20" }],
      ["/password", { current_password: PASSWORD, new_password: "another long password" }],
      ["/keys", { name: "bot", expires_in: "", scopes: "calculate" }],
      ["/logout", {}],
      ["/login", { username: "attacker", password: PASSWORD }],
      ["/signup", { username: "attacker", password: PASSWORD }],
    ];
    for (const site of SITES) {
      for (const [path, fields] of forms) {
        await t.step(`${path} from ${site}`, async () => {
          const inputs = Object.entries(fields).map(([name, value]) =>
            `<input name="${name}" value="${value}">`
          );
          const action = service.program.address + path;
          await openAttack(
            page,
            site,
            `<form method="post" action="${action}">${inputs.join("")}<button>Win</button></form>`,
          );
          await page.getByRole("button", { name: "Win" }).click();
          await page.waitForURL((url) => url.href.startsWith(service.program.address));
        });
      }
    }
    await t.step("the user is signed in as before, without a new calculation or key", async () => {
      await page.goto("/account/keys");
      assert.equal(await page.locator("main tbody tr").count(), 0);
      await page.goto("/logs");
      await page.locator('.username:text-is("victim")').waitFor({ state: "attached" });
      assert.equal(await page.locator("li.entry").count(), 0);
      const signIn = await service.program.post("/token", {
        username: "victim",
        password: PASSWORD,
      });
      assert.equal(signIn.status, 200);
      await signIn.body?.cancel();
    });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "signing in replaces a session that an attacker has planted",
  ignore,
  async fn() {
    await using service = await visit();
    const attacker = await service.program.newUser();
    const victim = await service.program.newUser();
    const page = await service.open();
    const { address } = service.program;
    const sessionOf = async () =>
      (await page.context().cookies(address)).find(({ name }) => name === "__Host-session")!;
    const planted = attacker.token;
    await page.context().addCookies([{
      name: "__Host-session",
      value: planted,
      url: address.replace("http:", "https:"),
      secure: true,
      httpOnly: true,
    }]);
    await page.goto("/login");
    await page.getByLabel("Username").fill(victim.username);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.locator("main").getByRole("button", { name: "Sign in" }).click();
    await page.locator(`.username:text-is("${victim.username}")`).waitFor({ state: "attached" });
    const session = await sessionOf();
    assert.notEqual(session.value, planted);
    assert.deepEqual([session.httpOnly, session.secure, session.sameSite], [true, true, "Lax"]);
    const response = await service.program.get("/retrieve_info", planted);
    assert.equal(response.status, 401);
    await response.body?.cancel();
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "no page is shown in a frame of another site",
  ignore,
  async fn(t) {
    await using service = await visit();
    const page = await service.open();
    await signUp(page, "clicker");
    for (const path of ["/", "/factorial", "/account", "/logs", "/docs", "/login", "/nowhere"]) {
      await t.step(path, async () => {
        await openAttack(
          page,
          SITES[1],
          `<iframe src="${service.program.address}${path}"></iframe>`,
        );
        const frame = page.frames().find((each) => each !== page.mainFrame())!;
        await frame.waitForLoadState();
        assert.equal(await frame.locator("main").count(), 0);
        assert.ok(!(await frame.content()).includes("MathCalculator"));
      });
    }
    const others = service.complaints.filter((text) => !text.includes("frame-ancestors"));
    assert.deepEqual(others, []);
  },
});
