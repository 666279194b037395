import { Hono } from "hono";
import type { Accounts } from "../domain/accounts/accounts.ts";
import type { Principal } from "../domain/accounts/principal.ts";
import { ServiceError } from "../domain/errors.ts";
import type { LogEntry } from "../domain/log_entry.ts";
import type { LogQuery, LogReader } from "../domain/ports.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { parseInput } from "../domain/parse_input.ts";
import { type LogFilter, logFilterSchema } from "./log_filter.ts";
import { negotiate } from "./negotiate.ts";
import type { LogPage } from "./pages/log_page.ts";
import { nonEmptyParameters } from "./query_parameters.ts";
import { signInRedirect } from "./sign_in_redirect.ts";

/** Number of entries that an export reads at a time. */
const EXPORT_PAGE_ENTRIES = 1000;

export interface LogRoutesOptions {
  readonly authentication: Authentication;
  readonly accounts: Pick<Accounts, "find">;
  readonly logReader: LogReader;
  readonly operationNames: readonly string[];
  readonly page: LogPage;
}

/** `GET /logs`: recorded calculations as JSON, NDJSON or a page. */
export function createLogRoutes(options: LogRoutesOptions): Hono<AppEnv> {
  const { authentication, accounts, logReader, page } = options;
  const schema = logFilterSchema(options.operationNames);
  const routes = new Hono<AppEnv>();

  routes.get("/logs", async (context) => {
    const representation = negotiate(context, ["json", "page", "ndjson"]);
    if (representation === "page" && !await authentication.find(context)) {
      return signInRedirect(context, currentPath(context));
    }
    const principal = await authentication.require(context, "log:read");
    const filter = parseInput(schema, nonEmptyParameters(context));
    const query = await logQuery(filter, principal);
    if (representation === "ndjson") return await exportEntries(context, query);
    const { entries, next } = await readPage(query);
    if (representation === "page") {
      return await page.show(context, { principal, filter, entries, next });
    }
    return context.json({ entries, next });
  });

  async function logQuery(filter: LogFilter, principal: Principal): Promise<LogQuery> {
    return {
      userId: await visibleUserId(filter.user, principal),
      operation: filter.operation,
      before: filter.cursor,
      limit: filter.limit,
    };
  }

  /** Returns the user whose entries are shown; undefined for all users. */
  async function visibleUserId(username: string | undefined, principal: Principal) {
    const isOwn = username?.toLowerCase() === principal.username.toLowerCase();
    if (isOwn) return principal.userId;
    if (principal.role === "admin") return username && (await accounts.find(username)).id;
    if (username === undefined) return principal.userId;
    throw new ServiceError("forbidden", "Only an administrator may see the entries of other users");
  }

  /** Reads one extra entry to find out whether there is a next page. */
  async function readPage(query: LogQuery): Promise<{ entries: LogEntry[]; next: string | null }> {
    const entries = await logReader.page({ ...query, limit: query.limit + 1 });
    if (entries.length <= query.limit) return { entries, next: null };
    entries.pop();
    return { entries, next: entries.at(-1)!.id };
  }

  async function exportEntries(context: AppContext, query: LogQuery): Promise<Response> {
    const first = await readPage({ ...query, limit: EXPORT_PAGE_ENTRIES });
    async function* lines(): AsyncGenerator<Uint8Array> {
      const encoder = new TextEncoder();
      let page = first;
      for (;;) {
        const text = page.entries.map((entry) => JSON.stringify(entry) + "\n").join("");
        if (text !== "") yield encoder.encode(text);
        if (page.next === null) return;
        page = await readPage({ ...query, before: page.next, limit: EXPORT_PAGE_ENTRIES });
      }
    }
    return context.body(ReadableStream.from(lines()), 200, {
      "Content-Type": "application/x-ndjson",
    });
  }

  return routes;
}

function currentPath(context: AppContext): string {
  const query = new URLSearchParams(context.req.query()).toString();
  return query === "" ? "/logs" : `/logs?${query}`;
}
