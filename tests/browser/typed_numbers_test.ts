import assert from "node:assert/strict";
import { chromiumPath, shareChromium, signUp } from "../../testing/chromium.ts";

const visit = shareChromium();

const READ = [
  ["1 000", "1000"],
  ["2'000", "2000"],
  ["+5", "5"],
  ["20.", "20"],
  ["1\u200b2", "12"],
] as const;

Deno.test({
  name: "forms read numbers as people type them, and ask where there are two readings",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit();
    for (const javaScriptEnabled of [true, false]) {
      const words = javaScriptEnabled ? "with" : "without";
      const page = await service.open({ javaScriptEnabled });
      await signUp(page, `reader-${words}`);
      await page.goto("/factorial");
      const field = page.getByLabel("n", { exact: true });
      const ask = async (n: string) => {
        await field.fill(n);
        await page.keyboard.press("Enter");
      };
      for (const [typed, read] of READ) {
        await t.step(`${JSON.stringify(typed)} ${words} JavaScript`, async () => {
          await ask(typed);
          await page.getByRole("heading", { name: `${read}!`, exact: true }).waitFor();
          assert.equal(await field.inputValue(), read);
          assert.equal(new URL(page.url()).search, `?n=${read}`);
        });
      }
      await t.step(`1.000 can be two numbers ${words} JavaScript`, async () => {
        await ask("1.000");
        await page.getByText("Did you mean 1000 or 1?").waitFor();
        assert.equal(await field.inputValue(), "1.000");
        await page.getByRole("button", { name: "1000", exact: true }).click();
        await page.getByRole("heading", { name: "1000!" }).waitFor();
        assert.equal(await field.inputValue(), "1000");
        assert.equal(
          await page.evaluate("document.activeElement === document.body"),
          !javaScriptEnabled,
        );
      });
      await t.step(`an expression goes to the calculator ${words} JavaScript`, async () => {
        await ask("5!");
        await page.getByRole("button", { name: "Calculate it as an expression" }).click();
        await page.waitForURL("**/evaluate?expression=*");
        assert.equal(await page.getByLabel("expression", { exact: true }).inputValue(), "(5!)!");
        await page.getByRole("heading", { name: "(5!)!" }).waitFor();
      });
    }
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "Enter in a field asks with the fields as they are, and chooses no reading",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit();
    for (const javaScriptEnabled of [true, false]) {
      const words = javaScriptEnabled ? "with" : "without";
      const page = await service.open({ javaScriptEnabled });
      await signUp(page, `enter-${words}`);
      const field = (label: string) => page.getByLabel(label, { exact: true });
      const enter = async (label: string, value: string) => {
        await field(label).fill(value);
        await page.keyboard.press("Enter");
      };
      const openQuestion = async () => {
        await page.goto("/pow");
        await field("base").fill("1,234");
        await enter("exponent", "2");
        await page.getByText("Did you mean 1234 or 1.234?").waitFor();
      };
      await t.step(`a field that was changed is read as it is ${words} JavaScript`, async () => {
        await openQuestion();
        await enter("base", "5");
        await page.getByRole("heading").filter({ hasText: /^52$/ }).waitFor();
        assert.equal(new URL(page.url()).search, "?base=5&exponent=2");
      });
      await t.step(`another field leaves the question open ${words} JavaScript`, async () => {
        await openQuestion();
        await enter("exponent", "3");
        await page.waitForURL("**/pow?*exponent=3");
        await page.getByText("Did you mean 1234 or 1.234?").waitFor();
        assert.equal(await page.locator(".answer").count(), 0);
        assert.equal(await field("base").inputValue(), "1,234");
      });
      await t.step(`Tab goes from the field to the first reading ${words} JavaScript`, async () => {
        await field("base").focus();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.getByRole("heading").filter({ hasText: /^12343$/ }).waitFor();
      });
    }
    assert.deepEqual(service.complaints, []);
  },
});
