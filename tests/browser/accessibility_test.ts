import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { violationsOn } from "../../testing/axe.ts";
import {
  calculate,
  chromiumPath,
  PASSWORD,
  shareChromium,
  signUp,
} from "../../testing/chromium.ts";
import { runProgram } from "../../testing/program.ts";

const visit = shareChromium();

/** Brings a page into a state. */
type State = readonly [name: string, reach: (page: Page) => Promise<unknown>];

const SIGNED_OUT: readonly State[] = [
  ["the home page", (page) => page.goto("/")],
  ["the sign-in page", (page) => page.goto("/login")],
  ["a rejected sign-up", async (page) => {
    await page.goto("/signup");
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.locator(".error").first().waitFor();
  }],
  ["a page that does not exist", (page) => page.goto("/nowhere")],
  ["a problem", (page) => page.goto("/problems/result_too_large")],
  ["the API reference, opened", async (page) => {
    await page.goto("/docs");
    await page.evaluate(
      "for (const each of document.querySelectorAll('details')) each.open = true",
    );
  }],
];

const SIGNED_IN: readonly State[] = [
  ["a small answer", (page) => calculate(page, "/factorial", { n: "20" })],
  ["an answer in lines", (page) => calculate(page, "/evaluate", { expression: "2^1000" })],
  ["a long answer", (page) => calculate(page, "/factorial", { n: "3000" })],
  ["an answer that is too large", (page) => calculate(page, "/factorial", { n: "1e18" })],
  ["a fraction", (page) => calculate(page, "/evaluate", { expression: "1/7 + 1/3" })],
  ["an ambiguous number", (page) => calculate(page, "/factorial", { n: "1.000" })],
  ["an expression with an error", (page) => calculate(page, "/evaluate", { expression: "1 +" })],
  ["a refusal", (page) => calculate(page, "/pow", { base: "0", exponent: "-1" })],
  ["the options of a form", async (page) => {
    await page.goto("/pow");
    await page.getByText("Options").click();
  }],
  ["the menu", async (page) => {
    await page.goto("/pow");
    await page.getByRole("button", { name: /^(Operations|Menu)$/ }).click();
  }],
  ["a running calculation", async (page) => {
    await page.goto("/factorial");
    await page.getByLabel("n", { exact: true }).fill("20000000");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Cancel" }).waitFor();
  }],
  ["the history", (page) => page.goto("/logs")],
  ["a refused filter", (page) => page.goto("/logs?from=tomorrow&unknown=1")],
  ["an entry", async (page) => {
    await page.goto("/logs");
    await page.locator(".when").first().click();
    await page.getByRole("link", { name: "Open the calculation" }).waitFor();
  }],
  ["the account", (page) => page.goto("/account")],
  ["a password that is shown and rated", async (page) => {
    await page.goto("/account");
    await page.getByLabel("New password").fill("notes on the engine");
    await page.getByText("Strong").waitFor();
    await page.getByRole("button", { name: "Show new password" }).click();
  }],
  ["a rejected password", async (page) => {
    await page.goto("/account");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.locator(".error").first().waitFor();
  }],
  ["the deletion of the account", (page) => page.goto("/account/delete")],
  ["the API keys", (page) => page.goto("/account/keys")],
];

Deno.test({
  name: "no page has an accessibility violation in any state",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit({ MAX_DIGITS: "300000000", TIME_LIMIT: "600s" });
    await runProgram(["user", "create", "root", "--admin"], {
      form: "bundled",
      env: { DATA_DIR: service.program.dataDir },
      input: `${PASSWORD}\n`,
    });
    for (
      const [colorScheme, width] of [["light", 1440], ["dark", 320]] as const
    ) {
      const page = await service.open({ colorScheme, viewport: { width, height: 740 } });
      const check = ([name, reach]: State) =>
        t.step(`${name}, ${colorScheme}, ${width} px`, async () => {
          await reach(page);
          assert.deepEqual(await violationsOn(page), []);
        });
      for (const state of SIGNED_OUT) await check(state);
      await signUp(page, `reader-${colorScheme}`);
      for (const state of SIGNED_IN) await check(state);
      await check(["the users", async () => {
        await page.context().clearCookies();
        await page.goto("/login?next=/users");
        await page.getByLabel("Username").fill("root");
        await page.getByLabel("Password").fill(PASSWORD);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.waitForURL("**/users");
      }]);
    }
    assert.deepEqual(service.complaints, []);
  },
});
