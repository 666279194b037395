import assert from "node:assert/strict";
import { calculate, chromiumPath, shareChromium, signUp } from "../../testing/chromium.ts";
import { until } from "../../testing/until.ts";

const visit = shareChromium();

Deno.test({
  name: "the home page is a calculator",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit({ GUESTS: "on" });
    for (const javaScriptEnabled of [true, false]) {
      const words = javaScriptEnabled ? "with" : "without";
      const page = await service.open({ javaScriptEnabled });
      await t.step(`a visitor tries an example ${words} JavaScript`, async () => {
        await page.goto("/");
        await page.getByRole("button", { name: "100!" }).click();
        await page.getByRole("heading", { name: "100!" }).waitFor();
        assert.equal(new URL(page.url()).search, "?expression=100%21");
        assert.equal(await page.getByLabel("expression", { exact: true }).inputValue(), "100!");
      });
    }
    const page = await service.open();
    await t.step("it says how long the answer will be before it is computed", async () => {
      await page.goto("/");
      // A prediction that takes too long has no text, as the first ones of a process may.
      await until("the prediction", async () => {
        await page.getByLabel("expression").fill("");
        await page.getByLabel("expression").pressSequentially("1000!");
        const prediction = page.getByText("The answer has 2,568 digits.");
        return await prediction.waitFor({ timeout: 2_000 }).then(() => true, () => false);
      }, 60_000);
      assert.equal(await page.locator(".answer").count(), 0);
    });
    await t.step("it says that a result is too large before the form is sent", async () => {
      await page.goto("/factorial");
      await page.getByLabel("n", { exact: true }).pressSequentially("1000000000000000000");
      await page.getByText(
        "17,565,705,518,096,748,182 digits. The largest n whose result can be written in full is 1,723,507.",
      ).waitFor();
    });
    await t.step("a function is written into the field around what is selected", async () => {
      await page.goto("/");
      await page.getByText("Functions", { exact: true }).click();
      const field = page.getByLabel("expression", { exact: true });
      await field.fill("1 + 2^61 - 1");
      await page.evaluate("document.querySelector('#expression').setSelectionRange(4, 12)");
      await page.getByRole("button", { name: "isprime(n)" }).click();
      assert.equal(await field.inputValue(), "1 + isprime(2^61 - 1)");
      await field.fill("");
      await page.getByRole("button", { name: "gcd(n, …)" }).click();
      await page.keyboard.type("12, 18");
      assert.equal(await field.inputValue(), "gcd(12, 18)");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "gcd(12, 18)" }).waitFor();
    });
    await t.step("Back returns to the home page", async () => {
      await page.goto("/");
      await page.getByLabel("expression").fill("2^10");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "210" }).waitFor();
      assert.equal(new URL(page.url()).pathname, "/evaluate");
      await page.goBack();
      await page.getByRole("heading", { name: "Every digit" }).waitFor();
      assert.equal(new URL(page.url()).pathname, "/");
    });
    await t.step("signing up keeps the question", async () => {
      await page.goto("/factorial");
      await page.getByLabel("n", { exact: true }).fill("900000");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/login?**");
      await page.getByRole("main").getByRole("link", { name: "Sign up" }).click();
      await page.getByLabel("Username").fill("newcomer");
      await page.getByLabel("Password").fill("correct horse battery");
      await page.getByRole("button", { name: "Sign up" }).click();
      await page.waitForURL("**/factorial?n=900000");
      assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), "900000");
    });
    assert.deepEqual(service.complaints, []);
    assert.deepEqual(service.failures, []);
  },
});

Deno.test({
  name: "an answer can be read, copied and cut into windows",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit();
    const page = await service.open();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await signUp(page, "mathematician");
    const clipboard = () => page.evaluate("navigator.clipboard.readText()");

    await t.step("its digits are in groups that are copied as plain text", async () => {
      await page.goto("/");
      await page.getByLabel("expression").fill("2^1000");
      await page.keyboard.press("Enter");
      await page.locator(".answer").waitFor();
      assert.equal(await page.locator(".scientific").innerText(), "= 1.0715086071… × 10301");
      await page.evaluate(`getSelection().selectAllChildren(document.querySelector(".digits"))`);
      await page.keyboard.press("Control+C");
      assert.equal(await clipboard(), String(2n ** 1000n));
    });
    await t.step("Copy copies it", async () => {
      await page.evaluate(`navigator.clipboard.writeText("")`);
      await page.getByRole("button", { name: "Copy" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      assert.equal(await clipboard(), String(2n ** 1000n));
    });
    await t.step("Copy copies every digit of a long one", async () => {
      await page.getByLabel("expression").fill("2^100000");
      await page.keyboard.press("Enter");
      await page.getByText("29,503 more digits").waitFor();
      await page.getByRole("button", { name: "Copy" }).click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      assert.equal(await clipboard(), String(2n ** 100000n));
    });
    await t.step("any digits of a long one can be shown", async () => {
      await page.getByLabel("Digits from").fill("1001");
      await page.getByLabel("count").fill("50");
      await page.getByRole("button", { name: "Show" }).click();
      await page.locator(".window output").waitFor();
      assert.equal(
        await page.locator(".window output").innerText(),
        String(2n ** 100000n).slice(1000, 1050),
      );
    });
    await t.step("a chart of its digits has a text", async () => {
      const text = await page.getByRole("img").getAttribute("aria-label");
      assert.match(text!, /^How often each digit occurs: 0: [0-9,]+, 1: /);
    });
    await t.step("a result that is too large is outlined, and says what fits", async () => {
      await page.goto("/factorial");
      await page.getByLabel("n", { exact: true }).fill("1e18");
      await page.keyboard.press("Enter");
      await page.getByText("17,565,705,518,096,748,182 digits, more than").waitFor();
      await page.getByRole("button", { name: "1,723,507" }).click();
      assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), "1723507");
      await page.getByText("more digits").waitFor();
      assert.equal(new URL(page.url()).search, "?n=1723507");
    });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "digits that cannot be fetched are not copied, and the page says why",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit();
    const page = await service.open();
    const context = page.context();
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await signUp(page, "reader");
    await calculate(page, "/evaluate", { expression: "2^100000" });
    await page.evaluate(`navigator.clipboard.writeText("as before")`);
    const status = page.locator("form.question [role=status]");
    const output = page.locator(".window output");
    const copy = async (message: RegExp) => {
      await page.getByRole("button", { name: "Copy" }).click();
      await status.filter({ hasText: message }).waitFor();
      assert.doesNotMatch((await status.getAttribute("class"))!, /unseen/);
      assert.equal(await page.getByRole("button", { name: "Copied" }).count(), 0);
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), "as before");
    };
    const show = async (message: RegExp) => {
      await page.getByRole("button", { name: "Show" }).click();
      await output.filter({ hasText: message }).waitFor();
    };

    await t.step("without a connection", async () => {
      await context.setOffline(true);
      await copy(/^The server cannot be reached/);
      await show(/^The server cannot be reached/);
      await context.setOffline(false);
    });
    await t.step("for a position that no result has", async () => {
      await page.getByLabel("Digits from").fill("999999");
      await show(/The result has 30103 characters/);
    });
    await t.step("after the session has ended", async () => {
      await context.clearCookies();
      await copy(/sign in/i);
      await show(/sign in/i);
    });
    await t.step("without the script that copies", async () => {
      const other = await service.open();
      await other.route("**/answer.js", (route) => route.abort());
      await signUp(other, "traveller");
      await calculate(other, "/evaluate", { expression: "2^100000" });
      assert.ok(await other.locator("button.copy").isHidden());
      await other.getByRole("button", { name: "Show" }).click();
      await other.waitForURL("**/digits?*");
      assert.equal((await other.locator("body").innerText()).length, 1000);
    });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "the digits of the last position that was asked for are shown",
  ignore: chromiumPath() === undefined,
  async fn() {
    await using service = await visit();
    const page = await service.open();
    await signUp(page, "reader");
    await calculate(page, "/evaluate", { expression: "2^100000" });
    const isFirst = (url: string) => url.includes("from=1&");
    const released = Promise.withResolvers<void>();
    await page.route((url) => isFirst(url.href), async (route) => {
      await released.promise;
      await route.continue();
    });
    const firstEnded = Promise.race([
      page.waitForEvent("requestfailed", (request) => isFirst(request.url())),
      page.waitForEvent("requestfinished", (request) => isFirst(request.url())),
    ]);
    for (const from of ["1", "1001"]) {
      await page.getByLabel("Digits from").fill(from);
      await page.getByLabel("count").fill("50");
      await page.getByRole("button", { name: "Show" }).click();
    }
    const digits = String(2n ** 100000n).slice(1000, 1050);
    await page.locator(".window output").filter({ hasText: digits }).waitFor();
    released.resolve();
    const request = await firstEnded;
    assert.equal(request.failure()?.errorText, "net::ERR_ABORTED");
    assert.equal(await page.locator(".window output").innerText(), digits);
    assert.deepEqual(service.complaints, []);
  },
});
