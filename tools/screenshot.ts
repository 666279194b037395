/** Takes the screenshots in docs/screenshots/. Needs Chromium. */
import type { Page } from "playwright-core";
import { calculate, signUp, visit } from "../testing/chromium.ts";

const FOLDER = new URL("../docs/screenshots/", import.meta.url).pathname;

const DESKTOP = { width: 960, height: 640 };
const PHONE = { width: 390, height: 740 };

interface Shot {
  readonly name: string;
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  reach(page: Page): Promise<unknown>;
}

const SHOTS: readonly Shot[] = [
  {
    name: "home",
    reach: async (page) => {
      await page.goto("/");
      await page.getByLabel("expression", { exact: true }).pressSequentially("1000!");
      await page.locator(".prediction:not(:empty)").waitFor();
    },
  },
  { name: "answer", reach: (page) => calculate(page, "/factorial", { n: "20000" }) },
  {
    name: "answer-dark",
    colorScheme: "dark",
    reach: (page) => calculate(page, "/evaluate", { expression: "2^1000" }),
  },
  { name: "too-large", reach: (page) => calculate(page, "/factorial", { n: "1e18" }) },
  { name: "ambiguous", reach: (page) => calculate(page, "/factorial", { n: "1.000" }) },
  {
    name: "phone",
    viewport: PHONE,
    reach: (page) => calculate(page, "/fibonacci", { n: "1000" }),
  },
];

await Deno.mkdir(FOLDER, { recursive: true });
await using browser = await visit();
for (const { name, colorScheme = "light", viewport = DESKTOP, reach } of SHOTS) {
  const page = await browser.open({ colorScheme, viewport });
  await signUp(page, `ada-${name}`);
  await reach(page);
  await page.evaluate("scrollTo(0, 0)");
  await page.screenshot({ path: `${FOLDER}${name}.png`, fullPage: name !== "home" });
}
