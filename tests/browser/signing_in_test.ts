import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { chromiumPath, PASSWORD, shareChromium, signUp } from "../../testing/chromium.ts";

const visit = shareChromium();

const ignore = chromiumPath() === undefined;

async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `a session that ends keeps a question of 8,000 digits ${words} JavaScript`,
    ignore,
    async fn() {
      await using service = await visit();
      const page = await service.open({ javaScriptEnabled });
      await signUp(page, "writer");
      await page.goto("/pow");
      const base = "6".repeat(8_000);
      await page.getByLabel("base", { exact: true }).fill(base);
      await page.getByLabel("exponent", { exact: true }).fill("1");
      await page.context().clearCookies();
      await page.getByRole("button", { name: "Calculate" }).click();
      const notice = page.getByRole("alert");
      await notice.waitFor();
      assert.match(await notice.innerText(), /sign in in another tab/i);
      assert.equal(await page.getByLabel("base", { exact: true }).inputValue(), base);
      assert.equal(await page.getByLabel("exponent", { exact: true }).inputValue(), "1");

      const [tab] = await Promise.all([
        page.context().waitForEvent("page"),
        notice.getByRole("link", { name: "Sign in" }).click(),
      ]);
      await signIn(tab, "writer");
      await tab.locator('.username:text-is("writer")').waitFor({ state: "attached" });
      await page.getByRole("button", { name: "Calculate" }).click();
      await page.locator(".answer").waitFor();
      assert.deepEqual(service.complaints, []);
    },
  });

  Deno.test({
    name: `signing in from the header returns to the answered question ${words} JavaScript`,
    ignore,
    async fn() {
      await using service = await visit({ GUESTS: "on" });
      const { username } = await service.program.newUser();
      const page = await service.open({ javaScriptEnabled });
      await page.goto("/factorial");
      await page.getByLabel("n", { exact: true }).fill("25");
      await page.getByRole("button", { name: "Calculate" }).click();
      await page.locator(".answer").waitFor();
      await page.locator("header").getByRole("link", { name: "Sign in" }).click();
      await signIn(page, username);
      await page.waitForURL("**/factorial?n=25");
      assert.equal(await page.locator(".answer .digits").innerText(), "15511210043330985984000000");
      assert.deepEqual(service.complaints, []);
    },
  });
}

Deno.test({
  name: "after signing out, Back shows nothing private, and the theme stays",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await service.open({ colorScheme: "light" });
    await signUp(page, "leaver");
    await page.getByRole("button", { name: /^Theme: / }).click();
    await page.getByRole("button", { name: /^Theme: light/ }).click();
    await page.goto("/docs");
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.locator("header").getByRole("link", { name: "Sign in" }).waitFor();
    for (const path of ["/account", "/docs"]) {
      await page.goBack();
      await page.waitForLoadState();
      assert.ok(!(await page.content()).includes("leaver"), path);
    }
    assert.equal(await page.evaluate("document.documentElement.dataset.theme"), "dark");
    assert.deepEqual(service.complaints, []);
  },
});
