import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type Program, startProgram } from "./program.ts";

export const PASSWORD = "correct horse battery";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of Chromium, or undefined. In CI a missing browser is an error. */
export function chromiumPath(): string | undefined {
  const path = CANDIDATES.find((candidate) => {
    try {
      return Deno.statSync(candidate).isFile;
    } catch {
      return false;
    }
  });
  if (path === undefined && Deno.env.get("CI") === "true") {
    throw new Error(`No Chromium found at ${CANDIDATES.join(" or ")}`);
  }
  return path;
}

export interface PageOptions {
  readonly javaScriptEnabled?: boolean;
  readonly colorScheme?: "light" | "dark";
  readonly forcedColors?: "active";
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A running service and a browser whose base URL is its address. */
export interface Visit extends AsyncDisposable {
  readonly program: Program;
  /** Opens a page in a new browser context. */
  open(options?: PageOptions): Promise<Page>;
  /** Errors in the consoles of all pages, except for failed requests. */
  readonly complaints: string[];
  /** Failed requests in the consoles of all pages. */
  readonly failures: string[];
}

type Environment = Readonly<Record<string, string>>;

/**
 * Returns `visit()` for the tests of a file, which share a browser: starting one takes longer than
 * most journeys. Each page has a context of its own.
 */
export function shareChromium(): (env?: Environment) => Promise<Visit> {
  let browser: Browser | undefined;
  Deno.test.beforeAll(async () => {
    if (chromiumPath() !== undefined) browser = await launchChromium();
  });
  Deno.test.afterAll(async () => {
    await browser?.close();
  });
  return (env) => startVisit(browser!, env);
}

/** Starts the service, by default without guests, and a browser. */
export async function visit(env?: Environment): Promise<Visit> {
  const browser = await launchChromium();
  const started = await startVisit(browser, env);
  return {
    ...started,
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await browser.close();
    },
  };
}

function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath()!, args: ["--no-sandbox"] });
}

async function startVisit(browser: Browser, env: Environment = {}): Promise<Visit> {
  const program = await startProgram({ form: "bundled", env: { GUESTS: "off", ...env } });
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const failures: string[] = [];

  async function open(options: PageOptions = {}): Promise<Page> {
    const context = await browser.newContext({ ...options, baseURL: program.address });
    contexts.push(context);
    const page = await context.newPage();
    page.on("console", (message) => {
      const isStatus = message.text().startsWith("Failed to load resource");
      if (message.type() === "error") (isStatus ? failures : complaints).push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    return page;
  }

  return {
    program,
    open,
    complaints,
    failures,
    [Symbol.asyncDispose]: async () => {
      for (const context of contexts) await context.close();
      await program[Symbol.asyncDispose]();
    },
  };
}

/** Signs up through the page, which also signs in. */
export async function signUp(page: Page, username: string): Promise<void> {
  await page.goto("/signup");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.locator(`.username:text-is("${username}")`).waitFor({ state: "attached" });
}

/** Submits the form of an operation and waits for its answer or refusal. */
export async function calculate(
  page: Page,
  path: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  await page.goto(path);
  for (const [label, value] of Object.entries(values)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole("button", { name: "Calculate" }).click();
  await page.locator(".answer, .notice, .error").first().waitFor();
}
