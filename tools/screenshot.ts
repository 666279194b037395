/** Takes the README's screenshot of the home page. Needs Chromium. */
import { visit } from "../testing/chromium.ts";

const FILE = new URL("../docs/screenshots/home.png", import.meta.url).pathname;

await using browser = await visit();
const page = await browser.open({ viewport: { width: 960, height: 640 } });
await page.goto("/");
await Deno.mkdir(new URL(".", `file://${FILE}`), { recursive: true });
await page.screenshot({ path: FILE });
