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

const PHONE = { width: 360, height: 740 };

/** The id of the focused element, or the name of its tag. */
function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id || document.activeElement.tagName");
}

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `a rejected form has the focus where it is to be corrected ${words} JavaScript`,
    ignore,
    async fn() {
      await using service = await visit();
      const page = await service.open({ javaScriptEnabled });
      await page.goto("/signup");
      await page.getByLabel("Username").fill("ada");
      await page.getByLabel("Password").fill("short");
      await page.keyboard.press("Enter");
      await page.getByText("Use at least 10 characters").waitFor();
      assert.equal(await focused(page), "password");
      await signUp(page, "ada");
      await page.goto("/account");
      await page.getByLabel("Current password").fill("not the password");
      await page.getByLabel("New password").fill("notes on the analytical engine");
      await page.keyboard.press("Enter");
      await page.getByText("This is not the current password").waitFor();
      assert.equal(await focused(page), "current_password");
      await page.context().clearCookies();
      await page.goto("/login");
      assert.equal(await focused(page), "username");
      await page.getByLabel("Username").fill("ada");
      await page.getByLabel("Password").fill("not the password");
      await page.keyboard.press("Enter");
      await page.getByText("The username or password is wrong").waitFor();
      assert.equal(await focused(page), "password");
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press("Enter");
      await page.locator('.username:text-is("ada")').waitFor({ state: "attached" });
    },
  });
}

Deno.test({
  name: "an error disappears when its field is edited",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await service.open();
    await signUp(page, "ada");
    await calculate(page, "/isprime", { n: "2^127-1" });
    await page.getByText("This is an expression").waitFor();
    await page.getByLabel("n", { exact: true }).fill("1e18");
    assert.equal(await page.locator(".error, .readings, [aria-invalid]").count(), 0);
    await page.context().clearCookies();
    await page.goto("/signup");
    await page.getByLabel("Password").fill("short");
    await page.keyboard.press("Enter");
    await page.getByText("Use at least 10 characters").waitFor();
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByText("Strong").waitFor();
    assert.equal(await page.getByText("Use at least 10 characters").count(), 0);
    assert.equal(await page.getByLabel("Password").getAttribute("aria-invalid"), null);
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "the button that copies says so, for an answer and for a new API key",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await service.open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await signUp(page, "ada");
    await calculate(page, "/factorial", { n: "20" });
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    await page.goto("/account/keys");
    await page.getByLabel("Name", { exact: true }).fill("script");
    await page.keyboard.press("Enter");
    await page.locator("#key").waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.equal(
      await page.evaluate("navigator.clipboard.readText()"),
      await page.locator("#key").innerText(),
    );
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "on a phone, the menu has every link in one column, and progress stays beside its buttons",
  ignore,
  async fn(t) {
    await using service = await visit({ COMPUTE_WORKERS: "1" });
    const page = await service.open({ viewport: PHONE });
    await signUp(page, "ada");
    await t.step("nothing is outside of the menu's width", async () => {
      await page.getByRole("button", { name: "Menu" }).click();
      const overflow = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(
        document.querySelector(".menu"))`;
      assert.equal(await page.evaluate(overflow), 0);
      await page.keyboard.press("Escape");
    });
    await t.step("the time left is readable", async () => {
      await page.goto("/factorial");
      await page.getByLabel("n", { exact: true }).fill("1000000");
      await page.evaluate(`{
        const progress = document.querySelector(".progress");
        for (const each of [progress, document.querySelector(".cancel")]) each.hidden = false;
        progress.querySelector("span").textContent = "99 %, 30 s left";
      }`);
      const text = `(() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(".progress span"));
        const text = range.getBoundingClientRect();
        const button = document.querySelector(".cancel").getBoundingClientRect();
        return text.right > button.left && text.left < button.right &&
          text.bottom > button.top && text.top < button.bottom;
      })()`;
      assert.equal(await page.evaluate(text), false);
    });
    await t.step("long numbers are broken between their groups", async () => {
      await calculate(page, "/factorial", { n: "1e18" });
      const broken = `[...document.querySelectorAll(".answer .facts dd")].filter((value) =>
        value.offsetHeight >= 2 * parseFloat(getComputedStyle(value).lineHeight)).length`;
      assert.equal(await page.evaluate(broken), 0);
    });
  },
});
