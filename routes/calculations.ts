import { Hono } from "hono";
import type { Answer, Calculator, Requester } from "../domain/calculator.ts";
import { ServiceError } from "../domain/errors.ts";
import type { Operation } from "../domain/operations/mod.ts";
import { Question, questionShape } from "../domain/question.ts";
import { type Answers, requesterOf } from "./answers.ts";
import type { Authentication } from "./authentication.ts";
import type { ReadBody } from "./body.ts";
import { parametersObject, trimmedBodyObject, type Values } from "./body_object.ts";
import { createCalculationEvents } from "./calculation_events.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { answerRepresentation, type Representation, wantsPage } from "./negotiate.ts";
import { describeOperation } from "./operation_description.ts";
import type { OperationPage } from "./pages/operation_page.ts";
import { withPlusSignHint } from "./plus_sign_hint.ts";
import { signInRedirect } from "./sign_in_redirect.ts";
import { withoutEmptyFields } from "./without_empty_fields.ts";

/** Maximum number of characters of a question in a redirect URL. */
const MAX_LINK_CHARACTERS = 1_000;

export interface CalculationRoutesOptions {
  readonly operations: readonly Operation[];
  readonly calculator: Calculator;
  readonly answers: Answers;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly page: OperationPage;
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
    const principal = await authentication.find(context);
    if (!principal && answerRepresentation(context, {}) === "page") {
      return await redirectToSignIn(context, operation);
    }
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
    try {
      const question = Question.parse(operation, values);
      const answerIn = responders[answerRepresentation(context, values)];
      return await answerIn(context, question, requester, values);
    } catch (error) {
      const answer = wantsPage(context)
        ? await outlineInstead(error, operation, values, requester)
        : undefined;
      return await showError(context, operation, values, { error, answer });
    }
  }

  /** The outline of a result that is too large to write; undefined if there is none. */
  async function outlineInstead(
    error: unknown,
    operation: Operation,
    values: Values,
    requester: Requester,
  ): Promise<Answer | undefined> {
    if (!isTooLarge(error) || !operation.outlined) return undefined;
    const question = Question.parse(operation, { ...values, outline: true });
    try {
      return await calculator.calculate(question, requester);
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  }

  /** A GET never computes: it shows the form, and the answer only if it is in the cache. */
  async function describe(context: AppContext, operation: Operation): Promise<Response> {
    if (asksToCalculate(context, operation)) await authentication.require(context, "calculate");
    if (!wantsPage(context)) return context.json(describeOperation(operation));
    const values = withoutEmptyFields(
      operation,
      parametersObject(new URL(context.req.url).searchParams),
    );
    const principal = hasQuestion(operation, values)
      ? await authentication.find(context)
      : undefined;
    if (!principal) return await page.show(context, operation, values);
    try {
      const question = Question.parse(operation, values);
      if (context.req.method === "HEAD") return await page.show(context, operation, values);
      const answer = await calculator.lookUp(question, requesterOf(context, principal));
      return await page.show(context, operation, values, { answer });
    } catch (error) {
      return await showError(context, operation, values, { error });
    }
  }

  /** Shows the form again with the error to clients that want a page; otherwise rethrows. */
  async function showError(
    context: AppContext,
    operation: Operation,
    values: Values,
    { error, answer }: { readonly error: unknown; readonly answer?: Answer | undefined },
  ): Promise<Response> {
    if (!(error instanceof ServiceError) || !wantsPage(context)) throw error;
    return await page.show(context, operation, values, { error, answer });
  }

  async function redirectToSignIn(context: AppContext, operation: Operation): Promise<Response> {
    const body = await readBody(context);
    const query = body.kind === "form" ? questionQueryString(operation, body.form) : "";
    return signInRedirect(context, operation.paths[0] + query);
  }

  return routes;
}

/** Whether a request is answered by calculating; HEAD only checks that it may be. */
function isCalculatedByGet(context: AppContext, operation: Operation): boolean {
  return context.req.method !== "HEAD" && asksToCalculate(context, operation);
}

/**
 * Whether a GET or HEAD request asks for a calculation and not for a page, which a browser does
 * without the header `Authorization`.
 */
function asksToCalculate(context: AppContext, operation: Operation): boolean {
  if (!operation.isAnsweredByGet) return false;
  const isQuestion = hasQuestion(
    operation,
    parametersObject(new URL(context.req.url).searchParams),
  );
  return isQuestion && (context.req.header("authorization") !== undefined || !wantsPage(context));
}

/** Whether a query has at least one field of the operation's question. */
function hasQuestion(operation: Operation, values: Values): boolean {
  return Object.keys(questionShape(operation)).some((name) => name in values);
}

/** Returns the fields with a value as a query string; empty if it is too long for a URL. */
function questionQueryString(operation: Operation, form: URLSearchParams): string {
  const shape = questionShape(operation);
  const members = [...form].filter(([name, value]) => Object.hasOwn(shape, name) && value !== "");
  const query = new URLSearchParams(members).toString();
  return query === "" || query.length > MAX_LINK_CHARACTERS ? "" : `?${query}`;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof ServiceError && error.code === "result_too_large";
}
