import { Hono } from "hono";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { invalidInput } from "../domain/errors.ts";
import type { LogEntry } from "../domain/log_entry.ts";
import { parseInput } from "../domain/parse_input.ts";
import { wholeBytes } from "../domain/result_text.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext, AppEnv } from "./context.ts";
import type { EntryResults } from "./entry_results.ts";
import { integerParameter } from "./integer_parameter.ts";
import { wantsPage } from "./negotiate.ts";
import type { EntryPage } from "./pages/entry_page.ts";
import { nonEmptyParameters } from "./query_parameters.ts";
import { bodyOf } from "./respond.ts";
import { signInRedirect } from "./sign_in_redirect.ts";

/** Query parameters of `/logs/{id}/digits`. */
export const digitsWindowSchema = once(() =>
  z.object({
    from: integerParameter(999_999_999_999).default(1).meta({
      description: "Position of the first character, from 1",
      examples: [1],
    }),
    count: integerParameter(100_000).default(1_000).meta({
      description: "Maximum number of characters, 1 to 100000",
      examples: [1000],
    }),
  })
);

export interface EntryRoutesOptions {
  readonly authentication: Authentication;
  readonly entryResults: EntryResults;
  readonly page: EntryPage;
}

/** `GET /logs/{id}` and `GET /logs/{id}/digits`: one entry and a window of its result. */
export function createEntryRoutes(
  { authentication, entryResults, page }: EntryRoutesOptions,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/logs/:id", async (context) => {
    if (!wantsPage(context)) return context.json(await visibleEntry(context));
    if (!await authentication.find(context)) return signInRedirect(context, context.req.path);
    const entry = await visibleEntry(context);
    return await page.show(context, entry, await authentication.require(context));
  });

  routes.get("/logs/:id/digits", async (context) => {
    const entry = await visibleEntry(context);
    const { from, count } = parseInput(digitsWindowSchema(), nonEmptyParameters(context));
    const bytes = wholeBytes(await entryResults.result(entry));
    if (from > bytes.length) {
      throw invalidInput("from", `The result has ${bytes.length} characters`);
    }
    return context.body(bodyOf(context, bytes.slice(from - 1, from - 1 + count)), 200, {
      "Content-Type": "text/plain; charset=utf-8",
    });
  });

  async function visibleEntry(context: AppContext): Promise<LogEntry> {
    const principal = await authentication.require(context, "log:read");
    return await entryResults.entry(context.req.param("id")!, principal);
  }

  return routes;
}
