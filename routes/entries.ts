import { Hono } from "hono";
import { z } from "zod";
import { invalidInput, ServiceError } from "../domain/errors.ts";
import type { LogEntry } from "../domain/log_entry.ts";
import { findOperation } from "../domain/operations/mod.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { LogReader } from "../domain/ports.ts";
import type { RecordedResults } from "../domain/recorded_results.ts";
import { wholeBytes } from "../domain/result_text.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { integerParameter } from "./integer_parameter.ts";
import { nonEmptyParameters } from "./query_parameters.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Query parameters of `/logs/{id}/digits`. */
export const digitsWindowSchema = z.object({
  from: integerParameter({
    description: "Position of the first character, from 1",
    max: 999_999_999_999,
    fallback: 1,
  }),
  count: integerParameter({
    description: "Maximum number of characters, 1 to 100000",
    max: 100_000,
    fallback: 1_000,
  }),
});

export interface EntryRoutesOptions {
  readonly authentication: Authentication;
  readonly logReader: Pick<LogReader, "find">;
  readonly recordedResults: RecordedResults;
}

/** `GET /logs/{id}` and `GET /logs/{id}/digits`: one entry and a window of its result. */
export function createEntryRoutes(options: EntryRoutesOptions): Hono<AppEnv> {
  const { authentication, logReader, recordedResults } = options;
  const routes = new Hono<AppEnv>();

  routes.get("/logs/:id", async (context) => context.json(await visibleEntry(context)));

  routes.get("/logs/:id/digits", async (context) => {
    const entry = await visibleEntry(context);
    const { from, count } = parseInput(digitsWindowSchema, nonEmptyParameters(context));
    if (entry.outcome !== "ok") {
      throw new ServiceError("not_found", `The calculation has no result: it is ${entry.outcome}`);
    }
    const result = await recordedResults.find(entry);
    if (!result) throw gone(entry);
    const bytes = wholeBytes(result);
    if (from > bytes.length) {
      throw invalidInput("from", `The result has ${bytes.length} characters`);
    }
    return context.body(bytes.slice(from - 1, from - 1 + count), 200, {
      "Content-Type": "text/plain; charset=utf-8",
    });
  });

  /** Throws `not_found` for an entry of another user too, unless an administrator asks. */
  async function visibleEntry(context: AppContext): Promise<LogEntry> {
    const { role, userId } = await authentication.require(context, "log:read");
    const id = context.req.param("id")!.toLowerCase();
    const entry = UUID.test(id) ? await logReader.find(id) : undefined;
    if (entry && (role === "admin" || entry.user === userId)) return entry;
    throw new ServiceError("not_found", "There is no log entry with this id");
  }

  return routes;
}

function gone({ operation, input }: LogEntry): ServiceError {
  const path = findOperation(operation)?.paths[0] ?? `/${operation}`;
  const isAbbreviated = Object.values(input).flat().some((text) => text.includes("…"));
  const reason = isAbbreviated
    ? "The digits cannot be found, because the log abbreviates the input"
    : "The digits are no longer cached";
  return new ServiceError(
    "gone",
    `${reason}: send the question to POST ${path} again, then use the id of the new answer`,
  );
}
