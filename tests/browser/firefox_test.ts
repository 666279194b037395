import assert from "node:assert/strict";
import { firefoxPath, visitInFirefox } from "../../testing/firefox.ts";

Deno.test({
  name: "the chief journeys work in Firefox",
  ignore: firefoxPath() === undefined,
  async fn(t) {
    await using visit = await visitInFirefox();
    const { page, program, complaints } = visit;
    const open = (path: string) => page.goto(program.address + path);
    const submit = async (path: string, field: string, value: string) => {
      await open(path);
      await page.type(field, value);
      await page.keyboard.press("Enter");
    };
    const textOf = (selector: string) => page.$eval(selector, ({ textContent }) => textContent);

    await t.step("signing up rates the password and signs in", async () => {
      await open("/signup");
      await page.type("#username", "fox");
      await page.type("#password", "correct horse battery");
      await page.waitForFunction(`document.querySelector(".verdict").textContent === "Strong"`);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".username");
      assert.equal(await textOf(".username"), "fox");
    });
    await t.step("an expression is answered on the home page", async () => {
      await submit("/", "#expression", "100!");
      await page.waitForSelector(".answer .copy:not([hidden])");
      assert.equal(new URL(page.url()).search, "?expression=100%21");
      assert.equal((await textOf(".digits"))!.trim().length, 158);
    });
    await t.step("Back returns to the home page", async () => {
      await page.goBack();
      await page.waitForFunction(`location.pathname === "/" && !document.querySelector(".answer")`);
    });
    await t.step("a long calculation shows its progress and is cancelled", async () => {
      await submit("/factorial", "#n", "1700000");
      await page.waitForSelector(".cancel:not([hidden])");
      await page.click(".cancel");
      await page.waitForFunction(
        `document.querySelector("form.question [role=status]").textContent.startsWith("Cancelled")`,
      );
    });
    await t.step("a long answer has its ends and any digits between them", async () => {
      await submit("/factorial", "#n", "20000");
      await page.waitForSelector(".answer .copy:not([hidden])");
      assert.match((await textOf(".digits.ends"))!, /… 76,738 more digits …/);
      await page.click(".window button");
      await page.waitForFunction(`document.querySelector(".window output").textContent !== ""`);
    });
    await t.step("a result that is too large is outlined", async () => {
      await submit("/factorial", "#n", "1e18");
      await page.waitForSelector(".too-large");
      assert.match((await textOf(".too-large"))!, /^It has 17,565,705,518,096,748,182 digits/);
    });
    await t.step("the theme can be switched", async () => {
      for (const theme of ["light", "dark"]) {
        await page.click("button.theme");
        assert.equal(await page.evaluate("document.documentElement.dataset.theme"), theme);
      }
    });
    await t.step("the history has the answers", async () => {
      await open("/logs");
      assert.equal((await page.$$(".entry .equation .result")).length, 3);
    });
    await t.step("signing out ends the session", async () => {
      await page.click(".account form button");
      await page.waitForSelector(".account a.sign-in");
      await open("/logs");
      assert.equal(new URL(page.url()).pathname, "/login");
    });
    assert.deepEqual(complaints, []);
  },
});
