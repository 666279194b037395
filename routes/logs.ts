import { Hono } from "hono";
import type { Accounts } from "../domain/accounts/accounts.ts";
import type { Session } from "../domain/accounts/types.ts";
import { ServiceError } from "../domain/errors.ts";
import type { LogEntry } from "../domain/log_entry.ts";
import type { LogQuery, LogReader } from "../domain/ports.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { parseInput } from "../domain/parse_input.ts";
import { type LogFilter, logFilterSchema } from "./log_filter.ts";
import { preferredFormat } from "./negotiate.ts";
import type { LogPages } from "./pages/log_pages.ts";

/** Entries read at a time for an export. */
const EXPORT_PAGE = 1000;

export interface LogRoutesOptions {
  readonly authentication: Authentication;
  readonly accounts: Pick<Accounts, "find">;
  readonly logReader: LogReader;
  readonly operationNames: readonly [string, ...string[]];
  readonly pages: LogPages;
}

/** `GET /logs`: recorded calculations as JSON, a stream of lines, or a page. */
export function createLogRoutes(options: LogRoutesOptions): Hono<AppEnv> {
  const { authentication, accounts, logReader, pages } = options;
  const schema = logFilterSchema(options.operationNames);
  const routes = new Hono<AppEnv>();

  routes.get("/logs", async (context) => {
    const format = preferredFormat(context, ["json", "html", "ndjson"]);
    if (format === "html" && !await authentication.session(context)) {
      return pages.signInFirst(context);
    }
    const session = await authentication.require(context);
    const filter = parseInput(schema, givenQuery(context));
    const query = await toQuery(filter, session);
    if (format === "ndjson") return exportEntries(context, query);
    const { entries, next } = await readPage(query);
    if (format === "html") return pages.entries(context, { session, filter, entries, next });
    return context.json({ entries, next });
  });

  async function toQuery(filter: LogFilter, session: Session): Promise<LogQuery> {
    return {
      userId: await userIdOf(filter.user, session),
      operation: filter.operation,
      before: filter.cursor,
      limit: filter.limit,
    };
  }

  async function userIdOf(username: string | undefined, session: Session) {
    const isOwn = username?.toLowerCase() === session.username.toLowerCase();
    if (isOwn) return session.userId;
    if (session.role === "admin") return username && (await accounts.find(username)).id;
    if (username === undefined) return session.userId;
    throw new ServiceError("forbidden", "Only an administrator may see other people's entries");
  }

  /** One entry more is read than shown, to know whether there are more. */
  async function readPage(query: LogQuery): Promise<{ entries: LogEntry[]; next: string | null }> {
    const entries = await logReader.page({ ...query, limit: query.limit + 1 });
    if (entries.length <= query.limit) return { entries, next: null };
    entries.pop();
    return { entries, next: entries.at(-1)!.id };
  }

  async function exportEntries(context: AppContext, query: LogQuery): Promise<Response> {
    const first = await readPage({ ...query, limit: EXPORT_PAGE });
    async function* lines(): AsyncGenerator<Uint8Array> {
      const encoder = new TextEncoder();
      let page = first;
      for (;;) {
        const text = page.entries.map((entry) => JSON.stringify(entry) + "\n").join("");
        if (text !== "") yield encoder.encode(text);
        if (page.next === null) return;
        page = await readPage({ ...query, before: page.next, limit: EXPORT_PAGE });
      }
    }
    return context.body(ReadableStream.from(lines()), 200, {
      "Content-Type": "application/x-ndjson",
    });
  }

  return routes;
}

/** The query's parameters but for those left empty, as forms send them. */
function givenQuery(context: AppContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context.req.query()).filter(([, value]) => value !== ""),
  );
}
