import axe from "axe-core/axe.min.js" with { type: "text" };
import type { Page } from "playwright-core";

/** Accessibility violations of a page in its current state, one line for each element. */
export async function violationsOn(page: Page): Promise<string[]> {
  // The page's content policy forbids scripts of other origins, but not those of the debugger.
  await page.evaluate(axe);
  return await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(
    ({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + " " + target + ": " + failureSummary)))`);
}
