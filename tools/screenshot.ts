/** Takes the screenshots in docs/screenshots/. Needs Chromium. */
import type { Page } from "playwright-core";
import { calculate, signUp, visit } from "../testing/chromium.ts";

const FOLDER = new URL("../docs/screenshots/", import.meta.url).pathname;

const DESKTOP = { width: 960, height: 640 };
const PHONE = { width: 390, height: 740 };

const EXPRESSIONS = ["2^1000", "(2^127 - 1) mod (10^9 + 7)", "1/97 + 3/14", "(10^18)!"];

interface Shot {
  readonly name: string;
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  /** What is shown: by default, the page from its beginning to its end. */
  readonly height?: "page" | "window";
  reach(page: Page): Promise<unknown>;
}

const SHOTS: readonly Shot[] = [
  {
    name: "home",
    height: "window",
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
  {
    name: "history",
    reach: async (page) => {
      for (const expression of EXPRESSIONS) await calculate(page, "/evaluate", { expression });
      await calculate(page, "/isprime", { n: "170141183460469231731687303715884105727" });
      await page.goto("/logs");
    },
  },
  { name: "account", reach: (page) => page.goto("/account") },
  {
    name: "reference",
    height: "window",
    reach: async (page) => {
      await page.goto("/docs");
      await page.locator("summary", { hasText: "POST /factorial" }).click();
    },
  },
];

await Deno.mkdir(FOLDER, { recursive: true });
await using browser = await visit();
for (
  const { name, colorScheme = "light", viewport = DESKTOP, height = "page", reach } of SHOTS
) {
  const page = await browser.open({ colorScheme, viewport });
  await signUp(page, `ada-${name}`);
  await reach(page);
  if (height === "page") await page.evaluate("scrollTo(0, 0)");
  await page.screenshot({ path: `${FOLDER}${name}.png`, fullPage: height === "page" });
}
