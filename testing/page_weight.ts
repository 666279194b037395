import type { Page } from "playwright-core";
import { calculate, signUp, type Visit } from "./chromium.ts";
import { until } from "./until.ts";

/** What a browser transfers to show a page. */
export interface Transfer {
  /** Requests that reach the server, also those answered by 304. */
  readonly requests: number;
  /** Bytes of bodies and headers, as sent. */
  readonly sentBytes: number;
  /** Bytes of all files without compression. */
  readonly fileBytes: number;
}

export interface PageWeight {
  readonly name: string;
  /** With an empty cache. */
  readonly cold: Transfer;
  /** The same page again. */
  readonly warm: Transfer;
}

interface WeighedPage {
  readonly name: string;
  readonly path: string;
  readonly user: "signed in" | "signed out";
}

const PAGES: readonly WeighedPage[] = [
  { name: "home", path: "/", user: "signed out" },
  { name: "an operation", path: "/pow", user: "signed out" },
  { name: "sign-in", path: "/login", user: "signed out" },
  { name: "a problem", path: "/problems/result_too_large", user: "signed out" },
  { name: "API reference", path: "/docs", user: "signed out" },
  { name: "an answer of 158 digits", path: "/factorial?n=100", user: "signed in" },
  { name: "an answer of 9,131 digits", path: "/factorial?n=3000", user: "signed in" },
  { name: "history", path: "/logs", user: "signed in" },
  { name: "account", path: "/account", user: "signed in" },
];

/** Opens each page twice in a new browser context. */
export async function weighPages(visit: Visit): Promise<PageWeight[]> {
  const weights: PageWeight[] = [];
  for (const [index, page] of PAGES.entries()) {
    weights.push(await weighPage(visit, page, `reader-${index}`));
  }
  return weights;
}

async function weighPage(
  visit: Visit,
  { name, path, user }: WeighedPage,
  username: string,
): Promise<PageWeight> {
  const page = await visit.open();
  if (user === "signed in") {
    await signUp(page, username);
    await calculate(page, "/factorial", { n: "100" });
    await calculate(page, "/factorial", { n: "3000" });
  }
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await page.goto("about:blank");
  const cold = await transferOf(page, session, path);
  await page.goto("about:blank");
  return { name, cold, warm: await transferOf(page, session, path) };
}

interface RequestEvent {
  readonly requestId: string;
  readonly request: { readonly url: string };
}

interface FinishedEvent {
  readonly requestId: string;
  readonly encodedDataLength: number;
}

type Session = Awaited<ReturnType<ReturnType<Page["context"]>["newCDPSession"]>>;

async function transferOf(page: Page, session: Session, path: string): Promise<Transfer> {
  const pending = new Set<string>();
  const ended: { readonly id: string; readonly sent: number }[] = [];
  const lengths = new Map<string, number>();
  session.on("Network.requestWillBeSent", onRequest);
  session.on("Network.dataReceived", onData);
  session.on("Network.loadingFinished", onFinished);
  // The scripts of a page and all that they import delay its load event.
  await page.goto(path, { waitUntil: "load" });
  await until("every request has ended", () => pending.size === 0);
  session.off("Network.requestWillBeSent", onRequest);
  session.off("Network.dataReceived", onData);
  session.off("Network.loadingFinished", onFinished);
  return {
    requests: ended.filter(({ sent }) => sent > 0).length,
    sentBytes: ended.reduce((sum, { sent }) => sum + sent, 0),
    fileBytes: ended.reduce((sum, { id }) => sum + (lengths.get(id) ?? 0), 0),
  };

  /** When a browser requests the icon, and whether, is its own choice. */
  function onRequest({ requestId, request }: RequestEvent): void {
    if (!request.url.endsWith("/icon.svg")) pending.add(requestId);
  }

  function onData({ requestId, dataLength }: { requestId: string; dataLength: number }): void {
    lengths.set(requestId, (lengths.get(requestId) ?? 0) + dataLength);
  }

  /** Nothing is sent for a file from the cache. */
  function onFinished({ requestId, encodedDataLength }: FinishedEvent): void {
    if (pending.delete(requestId)) ended.push({ id: requestId, sent: encodedDataLength });
  }
}

/** The weights as a Markdown table, in kB of 1,000 bytes. */
export function weightTable(weights: readonly PageWeight[]): string[] {
  const header = [
    "| page | requests | kB sent | kB of files | requests, again | kB sent, again |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
  ];
  return [
    ...header,
    ...weights.map(({ name, cold, warm }) =>
      `| ${
        [
          name,
          cold.requests,
          kilobytes(cold.sentBytes),
          kilobytes(cold.fileBytes),
          warm.requests,
          kilobytes(warm.sentBytes),
        ].join(" | ")
      } |`
    ),
  ];
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
