import assert from "node:assert/strict";
import { groupCounts } from "../../../routes/pages/group_counts.ts";
import { openBrowser } from "../../../testing/browser.ts";
import { messageAt } from "../../../testing/html.ts";
import { startTestService } from "../../../testing/service.ts";

Deno.test("groupCounts() groups counts and leaves questions and quotations alone", () => {
  for (
    const [message, grouped] of [
      [
        "Cannot compute 7 · 3^1000000: it has 6773874 digits, but at most 10000000 are allowed",
        "Cannot compute 7 · 3^1000000: it has 6,773,874 digits, but at most 10,000,000 are allowed",
      ],
      ["there are 20001 divisors, at most 999", "there are 20,001 divisors, at most 999"],
      [
        "of at most 5000 digits, and this one has 12345",
        "of at most 5,000 digits, and this one has 12,345",
      ],
      [
        'Cannot read "at most 1000 digits" as a number',
        'Cannot read "at most 1000 digits" as a number',
      ],
      ["Cannot use 2000", "Cannot use 2000"],
    ] as const
  ) assert.equal(groupCounts(message), grouped);
});

Deno.test("a refusal has grouped counts on its page, and plain ones for a program", async (t) => {
  await using app = await startTestService();
  const { username, token } = await app.newUser();
  const browser = openBrowser(app);
  await browser.signIn(username);
  await t.step("beside its field", async () => {
    const input = { n: "1e1000001" };
    const html = await (await browser.ask("/factorial", input)).text();
    assert.equal(
      messageAt(html, "n"),
      "The number has 1,000,002 digits, but at most 1,000,000 are allowed",
    );
    const { errors } = await (await app.post("/factorial", input, token)).json();
    assert.equal(
      errors[0].message,
      "The number has 1000002 digits, but at most 1000000 are allowed",
    );
  });
  await t.step("below the form", async () => {
    const input = { n: "1e12" };
    const html = await (await browser.ask("/primorial", input)).text();
    assert.match(html, /it has 434,408,249,986 digits, but at most [\d,]+,000 are allowed/);
    const { detail } = await (await app.post("/primorial", input, token)).json();
    assert.match(detail, /it has 434408249986 digits, but at most \d+000 are allowed/);
  });
});
