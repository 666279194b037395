import type { Answer, Calculator, Requester } from "../../domain/calculator.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { wholeText } from "../../domain/result_text.ts";
import type { AnswerView } from "../../views/views.ts";
import { type Answers, endsOf, requesterOf } from "../answers.ts";
import type { Authentication } from "../authentication.ts";
import type { ReadBody } from "../body.ts";
import type { AppContext } from "../context.ts";
import { parseInput } from "../../domain/parse_input.ts";
import { PROBLEMS } from "../problems.ts";
import { setFailure } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import { operationLink, type RenderPage } from "./layout.ts";

/** Digits up to which a page shows an answer in full, with a script (`calculate.js`) or without. */
const SHOWN_DIGITS = 3_000;

/** Characters of a question that may travel in an address. */
const LINKED_CHARACTERS = 1_000;

const BLANK: AnswerView = {
  text: "",
  first: "",
  last: "",
  digits: "",
  cached: false,
  elapsed: "",
  timestamp: "",
  id: "",
  inputs: [],
};

type Values = Readonly<Record<string, unknown>>;

/** The pages of the operations: a form, and the answer below it. */
export interface OperationPages {
  /** The form as the address fills it, with the answer only if it is known already. */
  show(context: AppContext, operation: Operation): Promise<Response>;
  /** The answer to a form, as a page or as a file. */
  calculate(
    context: AppContext,
    operation: Operation,
    values: Values,
    asking: Requester,
  ): Promise<Response>;
  /** The work's response; the same form with what is wrong if the question is refused. */
  orForm(
    context: AppContext,
    operation: Operation,
    values: Values,
    work: () => Promise<Response>,
  ): Promise<Response>;
  /** To the sign-in page, and from there back to the form as it was filled. */
  signInFirst(context: AppContext, operation: Operation): Promise<Response>;
}

export interface OperationPagesOptions {
  readonly calculator: Calculator;
  readonly answers: Answers;
  readonly authentication: Pick<Authentication, "session">;
  readonly readBody: ReadBody;
  readonly showPage: RenderPage;
}

export function createOperationPages(options: OperationPagesOptions): OperationPages {
  const { calculator, answers, authentication, readBody, showPage } = options;

  async function show(context: AppContext, operation: Operation): Promise<Response> {
    const values = context.req.query();
    const asked = Object.keys(operation.input.shape).some((field) => field in values);
    const session = asked ? await authentication.session(context) : undefined;
    if (!session) return await form(context, operation, values);
    return await orForm(context, operation, values, async () => {
      const input = parseInput(operation.input, values);
      if (context.req.method === "HEAD") return await form(context, operation, values);
      const answer = await calculator.lookUp(operation, input, requesterOf(context, session));
      return await form(context, operation, values, { answer });
    });
  }

  async function calculate(
    context: AppContext,
    operation: Operation,
    values: Values,
    asking: Requester,
  ): Promise<Response> {
    return await orForm(context, operation, values, async () => {
      const input = parseInput(operation.input, values);
      const answer = await calculator.calculate(operation, input, asking);
      if (values.download !== undefined) return answers.download(context, answer);
      return await form(context, operation, values, { answer });
    });
  }

  async function signInFirst(context: AppContext, operation: Operation): Promise<Response> {
    const body = await readBody(context);
    const question = body.kind === "form" ? questionOf(operation, body.form) : "";
    const next = new URLSearchParams({ next: operation.paths[0] + question });
    return context.redirect(`/login?${next}`, 303);
  }

  async function orForm(
    context: AppContext,
    operation: Operation,
    values: Values,
    work: () => Promise<Response>,
  ): Promise<Response> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      setFailure(context, error);
      return await form(context, operation, values, { error });
    }
  }

  function form(
    context: AppContext,
    operation: Operation,
    values: Values,
    { answer, error }: { readonly answer?: Answer | undefined; readonly error?: ServiceError } = {},
  ): Promise<Response> {
    const fieldErrors = error?.errors ?? [];
    const general = error && fieldErrors.length === 0 ? error : undefined;
    return showPage(context, "operation", {
      operation: operationLink(operation),
      fields: fieldViews(operation.input.shape, values, fieldErrors),
      answer: answer && answerView(answer),
      blank: BLANK,
      failure: general?.message,
      failureLink: general && `/problems/${general.code}`,
    }, { title: operation.title, ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return { show, calculate, orForm, signInFirst };
}

function answerView(answer: Answer): AnswerView {
  const { result, cached, elapsedMs, timestamp, id, input } = answer;
  const isWhole = result.digits <= SHOWN_DIGITS;
  const ends = result.kind === "long" ? endsOf(result) : { first: "", last: "" };
  return {
    text: isWhole ? wholeText(result) : undefined,
    ...ends,
    digits: result.digits.toLocaleString("en"),
    cached,
    elapsed: `${elapsedMs.toLocaleString("en")} ms`,
    timestamp,
    id,
    inputs: Object.entries(input).map(([name, value]) => ({ name, value })),
  };
}

/** The operation's fields as a query, if they are short enough for an address. */
function questionOf(operation: Operation, form: URLSearchParams): string {
  const fields = [...form].filter(([name]) => Object.hasOwn(operation.input.shape, name));
  const query = new URLSearchParams(fields).toString();
  return query === "" || query.length > LINKED_CHARACTERS ? "" : `?${query}`;
}
