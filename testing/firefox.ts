import puppeteer, { type Page } from "puppeteer-core";
import { type Program, startProgram } from "./program.ts";

const CANDIDATES = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** How long Firefox may take to start, and a page to reach a state, on a busy machine. */
const TIMEOUT_MS = 120_000;

/** Path of Firefox, or undefined. In CI a missing browser is an error. */
export function firefoxPath(): string | undefined {
  const path = CANDIDATES.find((candidate) => {
    try {
      return Deno.statSync(candidate).isFile;
    } catch {
      return false;
    }
  });
  if (path === undefined && Deno.env.get("CI") === "true") {
    throw new Error(`No Firefox found at ${CANDIDATES.join(" or ")}`);
  }
  return path;
}

/** A running service and a page of Firefox. */
export interface FirefoxVisit extends AsyncDisposable {
  readonly program: Program;
  readonly page: Page;
  /** Errors in the console of the page. */
  readonly complaints: string[];
}

/** Starts the service without guests, and Firefox, which is driven over WebDriver BiDi. */
export async function visitInFirefox(): Promise<FirefoxVisit> {
  const program = await startProgram({ form: "bundled", env: { GUESTS: "off" } });
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath()!,
    timeout: TIMEOUT_MS,
    protocolTimeout: TIMEOUT_MS,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return {
    program,
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await program[Symbol.asyncDispose]();
    },
  };
}
