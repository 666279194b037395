import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  calculate,
  chromiumPath,
  PASSWORD,
  shareChromium,
  signUp,
} from "../../testing/chromium.ts";
import { runProgram } from "../../testing/program.ts";

const visit = shareChromium();

const ignore = chromiumPath() === undefined;

const NEW_PASSWORD = "notes on the analytical engine";

async function signIn(page: Page, username: string, password = PASSWORD): Promise<void> {
  await page.goto("/login?next=/account");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/account");
}

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `a person manages sessions, data and account ${words} JavaScript`,
    ignore,
    async fn(t) {
      await using service = await visit();
      const page = await service.open({ javaScriptEnabled });
      const other = await service.open({ javaScriptEnabled });
      await signUp(page, "grace");
      await signIn(other, "grace");

      await t.step("a new password ends the other session, and is confirmed once", async () => {
        await page.goto("/account");
        await page.getByLabel("Current password").fill(PASSWORD);
        await page.getByLabel("New password").fill(NEW_PASSWORD);
        await page.getByRole("button", { name: "Change password" }).click();
        await page.getByText("Your password has been changed").waitFor();
        await other.goto("/account");
        assert.equal(new URL(other.url()).pathname, "/login");
        if (!javaScriptEnabled) return;
        await page.waitForFunction("!location.search");
        await page.reload();
        assert.equal(await page.getByText("Your password has been changed").count(), 0);
      });

      await t.step("a session is recognized and ended", async () => {
        await signIn(other, "grace", NEW_PASSWORD);
        await page.goto("/account");
        assert.equal(await page.locator(".rows li").count(), 2);
        await page.locator(".rows li").filter({ hasNotText: "this session" })
          .getByRole("button", { name: /^End the session of Chrome/ }).click();
        await page.getByText("The session has ended").waitFor();
        assert.equal(await page.locator(".rows li").count(), 1);
        await other.goto("/account");
        assert.equal(new URL(other.url()).pathname, "/login");
      });

      await t.step("all data is one file", async () => {
        await calculate(page, "/factorial", { n: "30" });
        await page.goto("/account");
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("link", { name: "Download your data" }).click(),
        ]);
        assert.equal(download.suggestedFilename(), "mathcalculator-grace.json");
        const data = JSON.parse(await Deno.readTextFile(await download.path()));
        assert.deepEqual([data.account.username, data.calculations.length], ["grace", 1]);
      });

      await t.step("an entry of the history leads to its page and to its calculation", async () => {
        await page.goto("/logs");
        await page.locator(".when").click();
        await page.getByRole("link", { name: "Open the calculation" }).click();
        await page.waitForURL("**/factorial?n=30");
        await page.goto("/logs");
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("link", { name: "CSV" }).click(),
        ]);
        assert.equal(download.suggestedFilename(), "history.csv");
      });

      await t.step("the account is deleted with the password", async () => {
        await page.goto("/account");
        await page.getByRole("link", { name: "Delete account" }).click();
        await page.getByLabel("Current password").fill("wrong password");
        await page.getByRole("button", { name: "Delete account" }).click();
        await page.getByText("This is not the current password").waitFor();
        await page.getByLabel("Current password").fill(NEW_PASSWORD);
        await page.getByRole("button", { name: "Delete account" }).click();
        await page.getByText("Your account has been deleted.").waitFor();
        await page.goto("/account");
        assert.equal(new URL(page.url()).pathname, "/login");
      });

      assert.deepEqual(service.complaints, []);
    },
  });
}

Deno.test({
  name: "a password is shown and hidden with the keyboard, announced, and hidden when it is sent",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await service.open();
    await page.goto("/signup");
    const field = page.getByLabel("Password");
    await field.fill("password12");
    await page.getByText("This password is easy to guess").waitFor();
    await field.fill(NEW_PASSWORD);
    await page.getByText("Strong").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.equal(await field.getAttribute("type"), "text");
    await page.getByText("The password is shown").waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    assert.equal(await field.getAttribute("type"), "password");
    await page.getByText("The password is hidden").waitFor({ state: "attached" });
    const button = page.getByRole("button", { name: "Show password" });
    assert.equal(await button.getAttribute("aria-pressed"), "false");
    await button.click();
    await page.getByLabel("Username").fill("x");
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.locator(".error").first().waitFor();
    assert.equal(await field.getAttribute("type"), "password");
    assert.equal(await field.inputValue(), "");
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "an entry of the history has two lines on a desktop, and is compact on a phone",
  ignore,
  async fn() {
    await using service = await visit();
    for (const [width, height] of [[1280, 70], [360, 120]] as const) {
      const page = await service.open({ viewport: { width, height: 740 } });
      await signUp(page, `reader-${width}`);
      await calculate(page, "/factorial", { n: "20000" });
      await calculate(page, "/evaluate", { expression: "binomial(1000, 500)/2^1000 + 1/3" });
      await page.goto("/logs");
      for (const entry of await page.locator(".entry").all()) {
        const box = (await entry.boundingBox())!;
        assert.ok(box.height <= height, `${box.height} px high at ${width} px`);
      }
    }
  },
});

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `an administrator finds a user and ends the access at once ${words} JavaScript`,
    ignore,
    async fn() {
      await using service = await visit();
      await runProgram(["user", "create", "root", "--admin"], {
        form: "bundled",
        env: { DATA_DIR: service.program.dataDir },
        input: `${PASSWORD}\n`,
      });
      const [page, user] = [
        await service.open({ javaScriptEnabled }),
        await service.open({ javaScriptEnabled }),
      ];
      await signUp(user, "grace");
      await signIn(page, "root");
      await page.getByRole("link", { name: "Users" }).first().click();
      await page.getByLabel("Name begins with").fill("GR");
      await page.getByRole("button", { name: "Search" }).click();
      await page.getByRole("button", { name: "Disable grace" }).click();
      await page.getByText("grace has been changed").waitFor();
      await page.getByRole("button", { name: "Enable grace" }).waitFor();
      await user.goto("/account");
      assert.equal(new URL(user.url()).pathname, "/login");
      await page.getByRole("link", { name: "History of grace" }).click();
      await page.getByText("No calculation matches").waitFor();
      assert.deepEqual(service.complaints, []);
    },
  });
}
