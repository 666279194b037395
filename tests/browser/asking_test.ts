import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { chromiumPath, shareChromium, signUp, type Visit } from "../../testing/chromium.ts";
import { until } from "../../testing/until.ts";

const visit = shareChromium();

const ignore = chromiumPath() === undefined;

/** Long enough for a test to act while it is calculated. */
const LONG = "20000000";
const LONG_CALCULATIONS = { MAX_DIGITS: "300000000", TIME_LIMIT: "600s" };

/** Opens the form of factorials for a new user. */
async function openForm(service: Visit, options = {}): Promise<Page> {
  const page = await service.open(options);
  await signUp(page, `user${crypto.randomUUID().slice(0, 8)}`);
  await page.goto("/factorial");
  return page;
}

async function ask(page: Page, n: string): Promise<void> {
  await page.getByLabel("n", { exact: true }).fill(n);
  await page.keyboard.press("Enter");
}

function title(page: Page): Promise<string> {
  return page.locator(".answer h2").innerText();
}

async function shows(page: Page, expected: string): Promise<void> {
  await until(
    `the answer of ${expected}`,
    async () => await page.locator(".answer").count() === 1 && await title(page) === expected,
  );
}

function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement.id || document.activeElement.textContent");
}

function address(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

Deno.test({
  name: "a new question replaces the running one, and every answer names its question",
  ignore,
  async fn(t) {
    await using service = await visit(LONG_CALCULATIONS);
    const page = await openForm(service);

    await t.step("the answer of the second question has its title", async () => {
      await ask(page, LONG);
      await page.getByRole("progressbar").waitFor();
      await ask(page, "5");
      await shows(page, "5!");
      assert.equal(await page.locator(".answer .digits").innerText(), "120");
      assert.equal(address(page), "/factorial?n=5");
      assert.ok(await page.getByRole("progressbar").isHidden());
    });
    await t.step("the first one is cancelled", async () => {
      await until("the cancelled entry", async () => {
        await page.goto("/logs");
        return await page.getByText("cancelled", { exact: true }).count() > 1;
      });
    });
    await t.step("a field that is edited meanwhile keeps what is typed", async () => {
      await page.goto("/factorial");
      await ask(page, "6");
      // Not in two steps, between which the answer may arrive.
      await page.evaluate(`document.querySelector("[name=n]").value = "77"`);
      await shows(page, "6!");
      assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), "77");
    });
    await t.step("so does a checkbox", async () => {
      await page.goto("/factorial");
      const outline = page.locator("#outline");
      for (const [n, isChecked] of [["7", true], ["8", false]] as const) {
        await page.getByLabel("n", { exact: true }).fill(n);
        await page.evaluate(`{
          const form = document.querySelector("form.question");
          form.requestSubmit();
          form.elements.outline.checked = ${isChecked};
        }`);
        await shows(page, `${n}!`);
        assert.equal(await outline.isChecked(), isChecked);
      }
    });
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "Cancel keeps the former answer, says so and returns the focus to the field",
  ignore,
  async fn() {
    await using service = await visit(LONG_CALCULATIONS);
    const page = await openForm(service);
    await ask(page, "5");
    await shows(page, "5!");
    await ask(page, LONG);
    await page.getByRole("button", { name: "Cancel" }).click();
    assert.equal(
      await page.getByRole("status").innerText(),
      "Cancelled before the answer arrived.",
    );
    assert.equal(await title(page), "5!");
    assert.equal(
      await page.evaluate(
        "getComputedStyle(document.querySelector('.answer'), '::before').content",
      ),
      '"Previous answer"',
    );
    assert.equal(await focused(page), "n");
    assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), LONG);
    assert.equal(address(page), "/factorial?n=5");
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "leaving the page cancels its calculation",
  ignore,
  async fn() {
    await using service = await visit(LONG_CALCULATIONS);
    const page = await openForm(service);
    await ask(page, LONG);
    await page.getByRole("progressbar").waitFor();
    await until("the cancelled entry", async () => {
      await page.goto("/logs");
      return await page.getByText("cancelled", { exact: true }).count() > 1;
    });
    assert.deepEqual(service.complaints, []);
  },
});

for (const javaScriptEnabled of [true, false]) {
  const words = javaScriptEnabled ? "with" : "without";
  Deno.test({
    name: `Back, Forward and reload show the question of the address ${words} JavaScript`,
    ignore,
    async fn() {
      await using service = await visit();
      const page = await openForm(service, { javaScriptEnabled });
      await ask(page, "5");
      await shows(page, "5!");
      await ask(page, "6");
      await shows(page, "6!");
      assert.equal(address(page), "/factorial?n=6");
      await page.goBack();
      await shows(page, "5!");
      assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), "5");
      await page.goForward();
      await shows(page, "6!");
      await page.getByRole("link", { name: "History" }).click();
      await page.goBack();
      await shows(page, "6!");
      await page.reload();
      await shows(page, "6!");
      await page.reload();
      await page.getByRole("link", { name: "History" }).click();
      await page.waitForURL("**/logs");
      assert.equal(await page.locator("li.entry").count(), 2);
      assert.deepEqual(service.complaints, []);
    },
  });
}

Deno.test({
  name: "the focus is never lost, and answers and refusals are announced",
  ignore,
  async fn(t) {
    await using service = await visit();
    const page = await openForm(service);
    const status = page.locator("form.question [role=status]");

    await t.step("after Enter it stays in the field", async () => {
      await ask(page, "20");
      await shows(page, "20!");
      assert.equal(await focused(page), "n");
      assert.equal(await status.textContent(), "20!: 2432902008176640000");
    });
    await t.step("after a click it stays on the button", async () => {
      await page.getByLabel("n", { exact: true }).fill("21");
      await page.getByRole("button", { name: "Calculate" }).click();
      await shows(page, "21!");
      assert.equal(await focused(page), "Calculate");
    });
    await t.step("after an error it is in the field, which is described by the error", async () => {
      await ask(page, "twenty");
      await page.locator("#n-error").waitFor();
      assert.equal(await focused(page), "n");
      const field = page.getByLabel("n", { exact: true });
      assert.match((await field.getAttribute("aria-describedby"))!, /^n-error /);
      assert.equal(address(page), "/factorial?n=twenty");
    });
    await t.step("an answer of many digits is announced by their number", async () => {
      await ask(page, "1000");
      await shows(page, "1000!");
      assert.equal(await status.textContent(), "1000! has 2,568 digits");
    });
    assert.deepEqual(service.complaints, []);
    assert.deepEqual(service.failures, []);
  },
});

for (const end of ["answered", "lost"] as const) {
  Deno.test({
    name: `the focus leaves the Cancel button when a question is ${end}`,
    ignore,
    async fn() {
      await using service = await visit();
      const page = await openForm(service);
      const cancelFocused = Promise.withResolvers<void>();
      await page.route("**/factorial", async (route) => {
        await cancelFocused.promise;
        await (end === "answered" ? route.continue() : route.abort());
      });
      await ask(page, "5");
      await page.getByRole("button", { name: "Cancel" }).focus();
      cancelFocused.resolve();
      await page.locator(end === "answered" ? ".answer" : ".notice").waitFor();
      // The next frame takes the focus from what is hidden.
      await page.evaluate("new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)))");
      assert.equal(await focused(page), "n");
      assert.deepEqual(service.complaints, []);
    },
  });
}

Deno.test({
  name: "a short calculation shows no progress, and a long one moves nothing",
  ignore,
  async fn() {
    await using service = await visit(LONG_CALCULATIONS);
    const page = await openForm(service);
    await page.clock.install();
    await page.reload();
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await page.evaluate(`new MutationObserver(([{ target }]) => {
      if (!target.hidden) window.hasShownProgress = true;
    }).observe(document.querySelector(".progress"), { attributeFilter: ["hidden"] });`);
    await ask(page, "5");
    await shows(page, "5!");
    await page.clock.runFor(1_000);
    assert.equal(await page.evaluate("window.hasShownProgress"), undefined);
    const box = await page.locator("form.question").boundingBox();
    await ask(page, LONG);
    await page.clock.runFor(299);
    assert.equal(await page.evaluate("window.hasShownProgress"), undefined);
    await page.clock.runFor(1);
    await page.getByRole("progressbar").waitFor();
    assert.deepEqual(await page.locator("form.question").boundingBox(), box);
    assert.deepEqual(service.complaints, []);
  },
});

Deno.test({
  name: "without a connection the question stays and the page says what to do",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await openForm(service);
    await ask(page, "5");
    await shows(page, "5!");
    await page.context().setOffline(true);
    await ask(page, "6");
    assert.equal(
      await page.getByRole("alert").innerText(),
      "The server cannot be reached. Your question is still here: try again.",
    );
    assert.equal(await page.getByLabel("n", { exact: true }).inputValue(), "6");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Calculate" }).click();
    await shows(page, "6!");
    assert.equal(await page.getByRole("alert").count(), 0);
  },
});

Deno.test({
  name: "a question with a line separator of Unicode is answered like any other",
  ignore,
  async fn() {
    await using service = await visit();
    const page = await openForm(service);
    await page.goto("/evaluate");
    for (const [separator, name] of [["\u2028", "U+2028"], ["\u2029", "U+2029"]]) {
      await page.getByLabel("expression", { exact: true }).fill(`1 +${separator} 2`);
      await page.keyboard.press("Enter");
      await page.getByText(`the character ${name} is not allowed`).waitFor();
    }
    assert.deepEqual(service.complaints, []);
  },
});
