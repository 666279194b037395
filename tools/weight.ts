/** Prints the table of bytes and requests in docs/pages.md. Needs Chromium. */
import { visit } from "../testing/chromium.ts";
import { weighPages, weightTable } from "../testing/page_weight.ts";

await using browser = await visit();
for (const row of weightTable(await weighPages(browser))) console.log(row);
