import { Hono } from "hono";
import type { Accounts } from "../domain/accounts/accounts.ts";
import { GUEST, type Principal } from "../domain/accounts/principal.ts";
import { invalidInput, ServiceError } from "../domain/errors.ts";
import { type LogPageQuery, readLogPage } from "../domain/log_pages.ts";
import { once } from "../domain/once.ts";
import { parseInput } from "../domain/parse_input.ts";
import { createPauses } from "../domain/pauses.ts";
import type { LogPage as EntriesPage, LogReader } from "../domain/ports.ts";
import type { Authentication } from "./authentication.ts";
import { compressExport } from "./compress.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { EXPORT_BYTES, EXPORT_FORMATS, exportLog } from "./log_export.ts";
import { type LogFilter, logFilterSchema } from "./log_filter.ts";
import { negotiate, wantsPage } from "./negotiate.ts";
import { pathWithQuery } from "./path_with_query.ts";
import type { LogPage } from "./pages/log_page.ts";
import { nonEmptyParameters } from "./query_parameters.ts";
import { bodyOf } from "./respond.ts";
import { signInRedirect } from "./sign_in_redirect.ts";
import type { WorkThrottle } from "./work_throttle.ts";

const DEFAULT_LIMIT = 50;

/** Unknown parameters that a refusal names. */
const MAX_UNKNOWN = 5;

/** Bytes of a long entry in memory: as an object and as text. */
const ENTRY_BYTES = 4 * 1024;

/** Characters of a page that are written without a pause. */
const PIECE_CHARACTERS = 64 * 1024;

export interface LogRoutesOptions {
  readonly authentication: Authentication;
  readonly accounts: Pick<Accounts, "find">;
  readonly logReader: LogReader;
  readonly operationNames: readonly string[];
  readonly page: LogPage;
  readonly workThrottle: WorkThrottle;
}

/** `GET /logs`: recorded calculations as JSON, NDJSON, CSV or a page. */
export function createLogRoutes(options: LogRoutesOptions): Hono<AppEnv> {
  const { authentication, accounts, logReader, page, workThrottle } = options;
  const schema = once(() => logFilterSchema(options.operationNames));
  const routes = new Hono<AppEnv>();

  routes.get("/logs", async (context) => {
    const named = context.req.query("format");
    const representation = named === "json" || named === "ndjson" || named === "csv"
      ? named
      : negotiate(context, ["json", "page", "ndjson", "csv"]);
    if (wantsPage(context) && !await authentication.find(context)) {
      return signInRedirect(context, pathWithQuery(context));
    }
    const principal = await authentication.require(context, "log:read");
    const values = nonEmptyParameters(context);
    if (representation === "page") return await showPage(context, principal, values);
    const filter = parseFilter(values);
    if (representation === "ndjson" || representation === "csv") {
      const format = EXPORT_FORMATS[representation];
      const query = await logQuery(filter, principal, Infinity);
      const open = async () =>
        compressExport(
          context,
          await exportLog(workThrottle.delayPages(context, logReader), { format, query }),
        );
      const body = await context.get("streams").forward(context, EXPORT_BYTES, open);
      return context.body(body, 200, {
        "Content-Type": format.contentType,
        ...(filter.format && {
          "Content-Disposition": `attachment; filename="history.${filter.format}"`,
        }),
      });
    }
    const query = await logQuery(filter, principal, DEFAULT_LIMIT);
    const body = await sendJson(
      context,
      query.limit,
      () => readLogPage(workThrottle.delayPages(context, logReader), query),
    );
    return context.body(body, 200, { "Content-Type": "application/json" });
  });

  async function showPage(
    context: AppContext,
    principal: Principal,
    values: Readonly<Record<string, string>>,
  ): Promise<Response> {
    try {
      const filter = parseFilter(values);
      const query = await logQuery(filter, principal, DEFAULT_LIMIT);
      const { entries, next } = await readLogPage(
        workThrottle.delayPages(context, logReader),
        query,
      );
      const { userId } = query;
      return await page.show(context, { principal, filter, userId, entries, next });
    } catch (error) {
      return await page.showError(context, { principal, values, error });
    }
  }

  function parseFilter(values: Readonly<Record<string, string>>): LogFilter {
    const unknown = Object.keys(values).filter((name) => !Object.hasOwn(schema().shape, name));
    const message = `There is no such parameter: use ${Object.keys(schema().shape).join(", ")}`;
    const errors = unknown.slice(0, MAX_UNKNOWN).map((name) => ({
      field: name.slice(0, 64),
      message,
    }));
    return parseInput(schema(), values, errors);
  }

  async function logQuery(
    filter: LogFilter,
    principal: Principal,
    defaultLimit: number,
  ): Promise<LogPageQuery> {
    const { user, operation, outcome, from, to, cursor, limit = defaultLimit } = filter;
    if (from !== undefined && to !== undefined && from > to) {
      throw invalidInput("from", "from is later than to");
    }
    const userId = await visibleUserId(user, principal);
    const requesterId = principal.userId;
    return { requesterId, userId, operation, outcome, from, to, before: cursor, limit };
  }

  /** Returns the user whose entries are shown; undefined for all users. */
  async function visibleUserId(username: string | undefined, principal: Principal) {
    const isOwn = username?.toLowerCase() === principal.username.toLowerCase();
    if (isOwn) return principal.userId;
    if (principal.role === "admin") {
      if (username === GUEST.username) return GUEST.userId;
      return username && (await accounts.find(username)).id;
    }
    if (username === undefined) return principal.userId;
    throw new ServiceError("forbidden", "Only an administrator may see the entries of other users");
  }

  return routes;
}

/** A page as JSON in pieces, with pauses between them. */
async function piecesOf({ entries, next }: EntriesPage): Promise<readonly string[]> {
  const pause = createPauses();
  const pieces: string[] = [];
  let piece = '{"entries":[';
  for (const [index, entry] of entries.entries()) {
    piece += (index === 0 ? "" : ",") + JSON.stringify(entry);
    if (piece.length < PIECE_CHARACTERS) continue;
    pieces.push(piece);
    piece = "";
    await pause();
  }
  return [...pieces, `${piece}],"next":${JSON.stringify(next)}}`];
}

/** The body of a page of entries; a long page counts before it is read. */
async function sendJson(
  context: AppContext,
  entries: number,
  read: () => Promise<EntriesPage>,
): Promise<ReturnType<typeof bodyOf>> {
  if (entries <= DEFAULT_LIMIT) return bodyOf(context, (await piecesOf(await read())).join(""));
  return await context.get("streams").forward(
    context,
    entries * ENTRY_BYTES,
    async () => encode(await piecesOf(await read())),
  );
}

function encode(texts: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return ReadableStream.from(texts.values().map((text) => encoder.encode(text)));
}
