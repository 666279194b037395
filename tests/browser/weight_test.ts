import assert from "node:assert/strict";
import { chromiumPath, shareChromium } from "../../testing/chromium.ts";
import { type PageWeight, weighPages } from "../../testing/page_weight.ts";
import { ACCOUNT_STYLE_SHEET, STYLE_SHEET } from "../../views/style_sheet.ts";

const visit = shareChromium();

/** Pages may grow by this factor, and by one request, before the table has to be renewed. */
const TOLERANCE = 1.5;

const MAX_HOME_BYTES = 30_000;

const STYLE_SHEETS = {
  "style.css": STYLE_SHEET,
  "account.css": ACCOUNT_STYLE_SHEET,
  "reference.css": Deno.readTextFileSync("views/assets/reference.css"),
};

/** Script whose value is a function that returns the rules of a style sheet as the browser reads it. */
const RULES = `(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map(({ cssText }) => cssText);
}`;

interface DocumentedWeight {
  readonly requests: number;
  readonly sentBytes: number;
  readonly requestsAgain: number;
  readonly sentBytesAgain: number;
}

/** The rows of the table in docs/pages.md by page. */
function documentedWeights(): Map<string, DocumentedWeight> {
  const rows = Deno.readTextFileSync("docs/pages.md").split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 8 && /^[\d.]+$/.test(cells[2]!));
  return new Map(rows.map(([, name = "", ...cells]) => {
    const [requests = 0, sent = 0, , requestsAgain = 0, sentAgain = 0] = cells.map(Number);
    return [name, {
      requests,
      sentBytes: sent * 1000,
      requestsAgain,
      sentBytesAgain: sentAgain * 1000,
    }];
  }));
}

function assertNotHeavier({ name, cold, warm }: PageWeight, documented: DocumentedWeight): void {
  const actual = JSON.stringify({ name, cold, warm });
  assert.ok(cold.requests <= documented.requests + 1, actual);
  assert.ok(warm.requests <= documented.requestsAgain + 1, actual);
  assert.ok(cold.sentBytes <= documented.sentBytes * TOLERANCE, actual);
  assert.ok(warm.sentBytes <= documented.sentBytesAgain * TOLERANCE, actual);
}

Deno.test({
  name: "no page needs more requests or bytes than its documentation says",
  ignore: chromiumPath() === undefined,
  async fn(t) {
    await using service = await visit();
    const documented = documentedWeights();
    const weights = await weighPages(service);
    assert.deepEqual([...documented.keys()], weights.map(({ name }) => name));
    for (const weight of weights) {
      await t.step(weight.name, () => assertNotHeavier(weight, documented.get(weight.name)!));
    }
    await t.step("home with all its files has less than 30 kB before compression", () => {
      const home = weights.find(({ name }) => name === "home")!;
      assert.ok(home.cold.fileBytes < MAX_HOME_BYTES, String(home.cold.fileBytes));
    });
    await t.step("a style sheet that is sent has the rules of its source", async () => {
      const page = await service.open();
      for (const [name, source] of Object.entries(STYLE_SHEETS)) {
        const response = await fetch(`${service.program.address}/assets/${name}`);
        const sent = await page.evaluate(RULES, await response.text());
        assert.deepEqual(sent, await page.evaluate(RULES, source), name);
      }
    });
    assert.deepEqual(service.complaints, []);
  },
});
