import { Hono } from "hono";
import type { Calculator } from "../domain/calculator.ts";
import type { Operation } from "../domain/operations/mod.ts";
import { type Answers, requesterOf } from "./answers.ts";
import type { Authentication } from "./authentication.ts";
import type { ReadBody } from "./body.ts";
import { createCalculationEvents } from "./calculation_events.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { parseInput } from "../domain/parse_input.ts";
import { bodyObject, trimmed } from "./body_object.ts";
import { digitsInEvents, preferredFormat, wantsPage } from "./negotiate.ts";
import type { OperationPages } from "./pages/operation_pages.ts";

export interface CalculationRoutesOptions {
  readonly operations: readonly Operation[];
  readonly calculator: Calculator;
  readonly answers: Answers;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly pages: OperationPages;
}

/** `POST` of every operation: answered as JSON, text, events, a page or a download. */
export function createCalculationRoutes(options: CalculationRoutesOptions): Hono<AppEnv> {
  const { operations, calculator, answers, authentication, readBody, pages } = options;
  const events = createCalculationEvents({ calculator, answers });
  const routes = new Hono<AppEnv>();

  for (const operation of operations) {
    for (const path of operation.paths) {
      routes.post(path, (context) => calculate(context, operation));
    }
  }

  async function calculate(context: AppContext, operation: Operation): Promise<Response> {
    const format = preferredFormat(context, ["json", "html", "text", "events"]);
    const session = await authentication.session(context);
    if (!session && format === "html") return await pages.signInFirst(context, operation);
    const known = session ?? await authentication.require(context);
    const body = await readBody(context, { exactNumbers: true });
    const isForm = body.kind === "form";
    if (format === "html" || (isForm && !namesFormat(context))) {
      const values = trimmed(bodyObject(body));
      return await pages.calculate(context, operation, values, requesterOf(context, known));
    }
    const values = isForm ? trimmed(bodyObject(body)) : bodyObject(body);
    if (format === "events") {
      const work = async () => {
        const input = parseInput(operation.input, values);
        const wholeUpTo = digitsInEvents(context);
        return await events.calculate(context, { operation, input, session: known, wholeUpTo });
      };
      const isPage = isForm && wantsPage(context);
      return isPage ? await pages.orForm(context, operation, values, work) : await work();
    }
    const input = parseInput(operation.input, values);
    const answer = await calculator.calculate(operation, input, requesterOf(context, known));
    return format === "text" ? answers.text(context, answer) : answers.json(context, answer);
  }

  return routes;
}

/** Whether the client says that it takes JSON, text or events. */
function namesFormat(context: AppContext): boolean {
  return preferredFormat(context, ["json", "text", "events"], "html") !== "html";
}
