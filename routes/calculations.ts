import { Hono } from "hono";
import type { Answer, Calculator, Requester } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Operation } from "../domain/operations/mod.ts";
import { Question, questionShape } from "../domain/question.ts";
import { publicPath } from "./base_path.ts";
import { type Answers, requesterOf } from "./answers.ts";
import type { Authentication } from "./authentication.ts";
import type { ReadBody } from "./body.ts";
import { parametersObject, trimmedBodyObject, type Values } from "./body_object.ts";
import { createCalculationEvents } from "./calculation_events.ts";
import type { AppContext, AppEnv } from "./context.ts";
import type { Guests } from "./guests.ts";
import { answerRepresentation, type Representation, wantsPage } from "./negotiate.ts";
import { describeOperation } from "./operation_description.ts";
import { wantsPageEvents } from "./page_events.ts";
import type { OperationPage } from "./pages/operation_page.ts";
import { withPlusSignHint } from "./plus_sign_hint.ts";
import { createQuestionPages } from "./question_pages.ts";
import { withoutEmptyFields } from "./without_empty_fields.ts";

/** A longer question is not repeated in a message. */
const LONGEST_SHOWN_BODY = 200;

export interface CalculationRoutesOptions {
  readonly operations: readonly Operation[];
  readonly calculator: Calculator;
  readonly answers: Answers;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly page: OperationPage;
  readonly guests: Guests;
}

/** Computes a question and responds in one representation. */
type Responder = (
  context: AppContext,
  question: Question,
  requester: Requester,
  values: Values,
) => Response | Promise<Response>;

/**
 * Routes of all operations: `POST` calculates, `GET` returns the page or the description. Some
 * operations are also calculated by `GET`, with a bearer token and never with a cookie.
 */
export function createCalculationRoutes(options: CalculationRoutesOptions): Hono<AppEnv> {
  const { operations, calculator, answers, authentication, readBody, page } = options;
  const events = createCalculationEvents({ calculator, answers });
  const pages = createQuestionPages({ ...options, events });
  const routes = new Hono<AppEnv>();

  const responders: Readonly<Record<Representation, Responder>> = {
    json: afterCalculating(answers.json),
    text: afterCalculating(answers.text),
    download: afterCalculating(answers.download),
    page: afterCalculating((context, answer, values) =>
      page.show(context, answer.question.operation, values, { answer })
    ),
    events: (context, question, requester) => events.respond(context, question, requester),
  };

  for (const operation of operations) {
    for (const path of operation.paths) {
      routes.post(path, (context) => calculate(context, operation));
    }
    routes.get(
      operation.paths[0],
      (context) =>
        isCalculatedByGet(context, operation)
          ? calculateQuery(context, operation)
          : describe(context, operation),
    );
  }

  function afterCalculating(
    respond: (context: AppContext, answer: Answer, values: Values) => Response | Promise<Response>,
  ): Responder {
    return async (context, question, requester, values) =>
      respond(context, await calculator.calculate(question, requester), values);
  }

  async function calculate(context: AppContext, operation: Operation): Promise<Response> {
    const isBrowser = wantsPageEvents(context) || answerRepresentation(context, {}) === "page";
    if (isBrowser) return await pages.submit(context, operation);
    const requester = requesterOf(context, await authentication.require(context, "calculate"));
    const body = await readBody(context, { exactNumbers: true });
    const sent = trimmedBodyObject(body);
    const values = body.kind === "form" ? withoutEmptyFields(operation, sent) : sent;
    return await respond(context, operation, { values, requester });
  }

  /** Calculates the question in the query. */
  async function calculateQuery(context: AppContext, operation: Operation): Promise<Response> {
    if (context.req.header("authorization") === undefined) {
      throw new ServiceError(
        "unauthenticated",
        "Send a bearer token: a link alone computes nothing",
      );
    }
    const requester = requesterOf(context, await authentication.require(context, "calculate"));
    const values = parametersObject(new URL(context.req.url).searchParams);
    try {
      return await respond(context, operation, { values, requester });
    } catch (error) {
      throw withPlusSignHint(error, context.req.url);
    }
  }

  async function respond(
    context: AppContext,
    operation: Operation,
    { values, requester }: { readonly values: Values; readonly requester: Requester },
  ): Promise<Response> {
    const question = Question.parse(operation, values);
    const answerIn = responders[answerRepresentation(context, values)];
    return await answerIn(context, question, requester, values);
  }

  /** A GET never computes: it shows the form, and the answer only if it is in the cache. */
  async function describe(context: AppContext, operation: Operation): Promise<Response> {
    if (asksToCalculate(context, operation)) await authentication.require(context, "calculate");
    if (wantsPage(context)) return await pages.show(context, operation);
    const values = parametersObject(new URL(context.req.url).searchParams);
    const hint = hasQuestion(operation, values) ? postHint(context, operation, values) : undefined;
    return context.json({ ...describeOperation(operation), hint });
  }

  return routes;
}

/** Whether a request is answered by calculating; HEAD only checks that it may be. */
function isCalculatedByGet(context: AppContext, operation: Operation): boolean {
  return context.req.method !== "HEAD" && asksToCalculate(context, operation);
}

/**
 * Whether a GET or HEAD request asks for a calculation and not for a page, which a browser does
 * without the header `Authorization`. A program always asks, also without a question.
 */
function asksToCalculate(context: AppContext, operation: Operation): boolean {
  if (!operation.isAnsweredByGet) return false;
  if (!wantsPage(context)) return true;
  if (context.req.header("authorization") === undefined) return false;
  return hasQuestion(operation, parametersObject(new URL(context.req.url).searchParams));
}

/** How a program that has a question in a query gets its answer. */
function postHint(context: AppContext, operation: Operation, values: Values): string {
  const sent = JSON.stringify(values);
  const body = sent.length <= LONGEST_SHOWN_BODY ? sent : JSON.stringify(operation.example);
  const path = publicPath(context, operation.paths[0]);
  return `GET computes nothing: send POST ${path} with the JSON body ${body}`;
}

/** Whether a query has at least one field of the operation's question. */
function hasQuestion(operation: Operation, values: Values): boolean {
  return Object.keys(questionShape(operation)).some((name) => name in values);
}
