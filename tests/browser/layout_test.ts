import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { calculate, chromiumPath, shareChromium, signUp } from "../../testing/chromium.ts";

const visit = shareChromium();

const ignore = chromiumPath() === undefined;

const OVERFLOWING = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

async function boxOf(page: Page, selector: string) {
  return (await page.locator(selector).first().boundingBox())!;
}

Deno.test({
  name: "the header is one row that shares its edges with the content, and nothing overflows",
  ignore,
  async fn(t) {
    await using service = await visit();
    for (const width of [320, 390, 768, 1440]) {
      const page = await service.open({ viewport: { width, height: 740 } });
      const states: (readonly [string, () => Promise<unknown>])[] = [
        ["signed out", () => page.goto("/")],
        ["signed in", async () => {
          await signUp(page, `a-long-username-${width}`);
          await page.goto("/");
        }],
        ["a long answer", () => calculate(page, "/factorial", { n: "3000" })],
        ["an answer that is too large", () => calculate(page, "/factorial", { n: "1e18" })],
      ];
      for (const [name, reach] of states) {
        await t.step(`${name}, ${width} px`, async () => {
          await reach();
          const header = await boxOf(page, ".top .bar");
          assert.ok(header.height <= 60, `the header is ${header.height} px high`);
          assert.equal(await page.evaluate(OVERFLOWING), 0);
          const [brand, heading] = [await boxOf(page, ".brand"), await boxOf(page, "h1")];
          assert.ok(Math.abs(brand.x - heading.x) < 1, `${brand.x} and ${heading.x}`);
        });
      }
      await t.step(`the menu has every operation, ${width} px`, async () => {
        await page.goto("/pow");
        await page.getByRole("button", { name: /^(Operations|Menu)$/ }).click();
        assert.equal(await page.evaluate(OVERFLOWING), 0);
        await page.keyboard.press("Escape");
        await page.locator(".menu").waitFor({ state: "hidden" });
        await page.keyboard.press("Enter");
        await page.locator(".menu").getByRole("link", { name: "Prime factors" }).click();
        await page.waitForURL("**/factor");
      });
    }
    const page = await service.open({ viewport: { width: 390, height: 740 } });
    await signUp(page, "phone");
    await t.step("digits are on the first screen of a phone", async () => {
      await calculate(page, "/factorial", { n: "3000" });
      await page.evaluate("scrollTo(0, 0)");
      assert.ok((await boxOf(page, ".answer .digits")).y < 740);
    });
    await t.step("a phone signs out from the menu", async () => {
      await page.getByRole("button", { name: /^(Operations|Menu)$/ }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("link", { name: "Sign in" }).waitFor();
    });
    await t.step(
      "forced colours leave the current page and the strength of a password",
      async () => {
        const forced = await service.open({ forcedColors: "active" });
        await forced.goto("/signup");
        const style = (selector: string, property: string) =>
          forced.evaluate(
            `getComputedStyle(document.querySelector(${
              JSON.stringify(selector)
            })).getPropertyValue("${property}")`,
          );
        assert.notEqual(
          await style(".account a[aria-current]", "border-bottom-color"),
          await style(".account a:not([aria-current])", "border-bottom-color"),
        );
        assert.match(String(await style(".meter", "background-image")), /gradient/);
      },
    );
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "the theme follows the system until it is switched, and stays switched",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await service.open({ colorScheme: "light" });
    const isDark = async () => {
      const background = "getComputedStyle(document.documentElement).backgroundColor";
      return Number(/\d+/.exec(String(await page.evaluate(background)))![0]) < 128;
    };
    const theme = page.getByRole("button", { name: /^Theme: / });
    await page.goto("/");
    assert.equal(await theme.getAttribute("aria-label"), "Theme: auto");
    assert.equal(await isDark(), false);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await isDark(), true);
    await theme.click();
    assert.deepEqual([await theme.getAttribute("aria-label"), await isDark()], [
      "Theme: light",
      false,
    ]);
    await page.goto("/factorial");
    assert.equal(await isDark(), false);
    await theme.click();
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal(await isDark(), true);
    await theme.click();
    assert.equal(await isDark(), false);
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "an answer is printed from the top of the first sheet, and 50 calculations on two",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await service.open();
    await signUp(page, "printer");
    await calculate(page, "/factorial", { n: "1000" });
    await page.emulateMedia({ media: "print" });
    const answer = await boxOf(page, ".answer");
    assert.ok(answer.y < 150, `the answer begins at ${answer.y} px`);
    assert.equal(await sheetsOf(page), 1);
    await page.emulateMedia({ media: null });
    for (let n = 1; n <= 50; n++) {
      await page.request.post("/factorial", {
        form: { n: String(n) },
        headers: { "Sec-Fetch-Site": "same-origin", Accept: "text/html" },
      });
    }
    await page.goto("/logs");
    assert.equal(await page.locator(".entry").count(), 50);
    assert.ok(await sheetsOf(page) <= 2);
  },
});

/** Number of sheets of A4. */
async function sheetsOf(page: Page): Promise<number> {
  const pdf = new TextDecoder("latin1").decode(await page.pdf({ format: "A4" }));
  return pdf.match(/\/Type \/Page\b/g)!.length;
}
