import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  calculate,
  chromiumPath,
  PASSWORD,
  shareChromium,
  signUp,
} from "../../testing/chromium.ts";

const visit = shareChromium();

const ignore = chromiumPath() === undefined;

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `a person signs up, calculates, downloads the digits and signs out ${words} JavaScript`,
    ignore,
    async fn(t) {
      await using service = await visit();
      const page = await service.open({ javaScriptEnabled });
      await signUp(page, "grace");

      const answers = [
        ["/factorial", { n: "30" }, "265252859812191058636308480000000"],
        ["/fibonacci", { n: " 100 " }, "354224848179261915075"],
        ["/pow", { base: "1.5", exponent: "-3" }, "8/27"],
      ] as const;
      for (const [path, values, result] of answers) {
        await t.step(`${path} shows its answer`, async () => {
          await calculate(page, path, values);
          assert.equal(await page.locator(".answer .digits").innerText(), result);
        });
      }

      await t.step("an invalid value stays in its field with a message beside it", async () => {
        await calculate(page, "/pow", { base: "abc", exponent: "2" });
        await page.getByText('Cannot read "abc"').waitFor();
        const field = page.getByLabel("base", { exact: true });
        assert.equal(await field.inputValue(), "abc");
        assert.equal(await page.getByLabel("exponent", { exact: true }).inputValue(), "2");
        const described = (await field.getAttribute("aria-describedby"))!.split(" ");
        const message = await page.locator(`#${described[0]}`).innerText();
        assert.equal(
          message,
          'Cannot read "abc" as a number: write digits only, as in 1000 or 1.5e3',
        );
        assert.equal(await page.locator(".answer").count(), 0);
      });

      await t.step("an answer of a thousand digits is shown in full", async () => {
        await calculate(page, "/factorial", { n: "500" });
        assert.equal(await page.locator(".answer .digits").textContent(), factorial(500));
      });

      await t.step(
        "a long answer shows its first and last digits and can be downloaded",
        async () => {
          await calculate(page, "/factorial", { n: "3000" });
          const [digits, gap] = [factorial(3000), "… 8,531 more digits …"];
          const ends = [digits.slice(0, 300), digits.slice(-300)];
          assert.equal(await page.locator(".answer .digits").textContent(), ends.join(gap));
          const [download] = await Promise.all([
            page.waitForEvent("download"),
            page.getByRole("button", { name: "Download" }).click(),
          ]);
          const text = await Deno.readTextFile(await download.path());
          assert.equal(text, `${factorial(3000)}\n`);
        },
      );

      await t.step("the history lists every answer", async () => {
        await page.getByRole("link", { name: "History" }).click();
        await page.waitForURL("**/logs");
        assert.equal(await page.locator(".entry").count(), answers.length + 3);
        await page.getByRole("link", { name: "30!", exact: true }).click();
        assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), "30");
        assert.equal(await page.locator(".answer .digits").innerText(), answers[0][2]);
      });

      await t.step("signing in returns to the requested page", async () => {
        await page.getByRole("button", { name: "Sign out" }).click();
        await page.goto("/logs");
        assert.equal(new URL(page.url()).pathname, "/login");
        await page.getByLabel("Username").fill("grace");
        await page.getByLabel("Password").fill("wrong password");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("alert").waitFor();
        await page.getByLabel("Password").fill(PASSWORD);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.waitForURL("**/logs");
      });

      assert.deepEqual(service.complaints, []);
    },
  });
}

Deno.test({
  name: "a long calculation shows its progress",
  ignore,
  async fn() {
    await using service = await visit({ MAX_DIGITS: "300000000", TIME_LIMIT: "600s" });
    const page = await service.open();
    await signUp(page, "patient");
    await page.goto("/factorial");
    await page.getByLabel("n", { exact: true }).fill("20000000");
    await page.getByRole("button", { name: "Calculate" }).click();
    await page.locator(".progress .hint").filter({ hasText: /^\d+ %, \d+ (s|min) left$/ })
      .waitFor();
    assert.ok(await page.getByRole("button", { name: "Calculate" }).isEnabled());
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("progressbar").waitFor({ state: "hidden" });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "a visitor is sent to sign in and returns to the form with its values",
  ignore,
  async fn() {
    await using service = await visit();
    const { username } = await service.program.newUser();
    const page = await service.open();
    await page.goto("/factorial");
    await page.getByLabel("n", { exact: true }).fill("25");
    await page.getByRole("button", { name: "Calculate" }).click();
    await page.waitForURL("**/login?**");
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/factorial?n=25");
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name:
    "a calculation that exceeds the time limit shows the problem with a link to its description",
  ignore,
  async fn() {
    await using service = await visit({ MAX_DIGITS: "300000000", TIME_LIMIT: "500ms" });
    const page = await service.open();
    await signUp(page, "hasty");
    await page.goto("/factorial");
    await page.getByLabel("n", { exact: true }).fill("20000000");
    await page.getByRole("button", { name: "Calculate" }).click();
    const notice = page.getByRole("alert");
    assert.match(await notice.innerText(), /longer than the allowed 0\.5 s/);
    await notice.getByRole("link").click();
    await page.waitForURL("**/problems/time_limit_exceeded");
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "pages fit a phone in light and dark mode and show keyboard focus",
  ignore,
  async fn(t) {
    await using service = await visit();
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await service.open({ colorScheme, viewport: { width: 360, height: 740 } });
      await signUp(page, `phone-${colorScheme}`);
      await calculate(page, "/factorial", { n: "1000" });
      for (
        const path of [
          "/",
          "/login",
          "/factorial?n=1000",
          "/pow",
          "/logs",
          "/account",
          "/account/keys",
          "/account/delete",
          "/problems/internal",
        ]
      ) {
        await t.step(`${path} in ${colorScheme}`, async () => {
          await page.goto(path);
          assert.equal(await page.evaluate(OVERFLOWING), 0);
          assert.equal(await isDark(page), colorScheme === "dark");
        });
      }
      await page.goto("/factorial");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(FOCUSED), "Skip to content");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(OUTLINE), "solid");
    }
    assert.deepEqual(service.complaints, []);
  },
});

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `the API reference leads to each operation and follows the theme ${words} JavaScript`,
    ignore,
    async fn() {
      await using service = await visit();
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await service.open({
          javaScriptEnabled,
          colorScheme,
          viewport: { width: 360, height: 740 },
        });
        await page.goto("/docs");
        const contents = page.getByRole("navigation", { name: "Contents" });
        await contents.getByRole("link", { name: "Accounts" }).click();
        assert.equal(new URL(page.url()).hash, "#group-accounts");
        const operation = page.locator("details", { has: page.locator("#pow") });
        await operation.locator("summary").click();
        const example = operation.locator("pre");
        assert.match(
          await example.innerText(),
          new RegExp(`^curl ${service.program.address}/pow `),
        );
        assert.ok(await example.isVisible());
        assert.equal(await page.evaluate(OVERFLOWING), 0);
        assert.equal(await isDark(page), colorScheme === "dark");
        await operation.getByRole("link", { name: "try it in a form" }).click();
        await page.waitForURL("**/pow");
        await page.goto("/docs#logs");
        assert.ok(await page.locator("#logs").isVisible());
      }
      assert.deepEqual(service.complaints, []);
    },
  });
}

const OVERFLOWING = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
const FOCUSED = "document.activeElement.textContent";
const OUTLINE = "getComputedStyle(document.activeElement).outlineStyle";

async function isDark(page: Page): Promise<boolean> {
  const background = "getComputedStyle(document.documentElement).backgroundColor";
  const [red = 255] = String(await page.evaluate(background)).match(/\d+/g)!.map(Number);
  return red < 128;
}

function factorial(n: number): string {
  let product = 1n;
  for (let factor = 2n; factor <= n; factor++) product *= factor;
  return String(product);
}
