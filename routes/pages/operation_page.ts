import type { Answer } from "../../domain/calculator.ts";
import type { ServiceError } from "../../domain/errors.ts";
import { FUNCTIONS } from "../../domain/expressions/functions.ts";
import { largestValue } from "../../domain/largest_value.ts";
import { evaluateOperation } from "../../domain/operations/evaluate.ts";
import type { Operation } from "../../domain/operations/mod.ts";
import { questionShape } from "../../domain/question.ts";
import type { OutlineView } from "../../views/data/answer.ts";
import type { FieldView, QuestionView, TooLargeView } from "../../views/data/question.ts";
import type { Values } from "../body_object.ts";
import type { AppContext } from "../context.ts";
import { PROBLEMS } from "../problems.ts";
import { questionLink, questionMembers } from "../question_link.ts";
import { signInLocation } from "../sign_in_redirect.ts";
import { answerView } from "./answer_view.ts";
import { countInWords } from "./count_in_words.ts";
import { fieldViews } from "./fields.ts";
import { groupCounts } from "./group_counts.ts";
import { operationLink, type RenderPage } from "./layout.ts";
import type { Doubt } from "./typed_values.ts";

/** How the functions of expressions are called, and what they mean. */
const FUNCTION_VIEWS = Object.entries(FUNCTIONS)
  .map(([name, { parameters, meaning }]) => ({ name, parameters, meaning }));

/** What came of a question. */
export interface Outcome {
  readonly answer?: Answer | undefined;
  /** Whether the answer is that of a visitor without an account. */
  readonly isGuest?: boolean;
  readonly error?: ServiceError | undefined;
  readonly doubts?: Readonly<Record<string, Doubt>>;
  /** Whether the question is complete but has no answer yet. */
  readonly isUnanswered?: boolean;
}

/** The page of an operation: its form and, below it, an answer or an error. */
export interface OperationPage {
  show(
    context: AppContext,
    operation: Operation,
    values: Values,
    outcome?: Outcome,
  ): Promise<Response>;
}

export interface OperationPageOptions {
  readonly renderPage: RenderPage;
  /** Whether visitors without an account are answered, too. */
  readonly guests: boolean;
}

export function createOperationPage({ renderPage, guests }: OperationPageOptions): OperationPage {
  return {
    show: (context, operation, values, outcome = {}) => {
      const view = questionView(operation, values, outcome);
      const { title } = operation;
      return renderPage(
        context,
        "operation",
        { ...view, operation: operationLink(operation), guests },
        {
          title: view.answer && view.answer.text.length <= 60 ? view.answer.text : title,
          status: statusOf(view, outcome),
          address: questionLink(operation, values),
        },
      );
    },
  };
}

/** A question in doubt is shown again as it is; an outline is an answer. */
function statusOf({ tooLarge }: Pick<QuestionView, "tooLarge">, { error }: Outcome) {
  return error && !tooLarge ? PROBLEMS[error.code].status : 200;
}

/** The form of a question with its values, and what came of it. */
export function questionView(
  operation: Operation,
  values: Values,
  outcome: Outcome = {},
): Omit<QuestionView, "guests"> {
  const { answer, isGuest = false, error, doubts = {}, isUnanswered = false } = outcome;
  const tooLarge = error && answer && error.code === "result_too_large"
    ? tooLargeView(operation, values, { answer, error })
    : undefined;
  // An outline is an answer.
  const fieldErrors = tooLarge ? [] : error?.errors ?? [];
  const general = fieldErrors.length === 0 && !tooLarge ? error : undefined;
  const { max_characters: _, ...shape } = questionShape(operation);
  const fields = fieldViews(shape, values, fieldErrors)
    .map((field) => withDoubt(field, doubts[field.name]));
  return {
    path: operation.paths[0],
    fields: fields.filter(({ required }) => required),
    options: fields.filter(({ required }) => !required),
    functions: operation === evaluateOperation ? FUNCTION_VIEWS : [],
    answer: answer && answerView(answer, isGuest),
    tooLarge,
    failure: general && groupCounts(general.message),
    failureLink: general && failureLink(operation, general),
    isUnanswered,
  };
}

/** A person who signs in elsewhere keeps what is in the form. */
function failureLink(operation: Operation, { code }: ServiceError): QuestionView["failureLink"] {
  return code === "unauthenticated"
    ? { path: signInLocation(operation.paths[0]), text: "Sign in", opens: "in another tab" }
    : { path: `/problems/${code}`, text: "What does this mean?", opens: "here" };
}

function withDoubt(field: FieldView, doubt: Doubt | undefined): FieldView {
  if (!doubt) return field;
  const { message, readings, expression } = doubt;
  return {
    ...field,
    error: message,
    isFocused: true,
    readings,
    expression,
  };
}

function tooLargeView(
  operation: Operation,
  values: Values,
  { answer: { result }, error: { members } }: {
    readonly answer: Answer;
    readonly error: ServiceError;
  },
): TooLargeView {
  const maxDigits = Number(members.max_digits);
  const largest = largestValue(operation, values, maxDigits);
  const outline = result.details?.outline as OutlineView;
  return {
    digits: BigInt(outline.digits) > maxDigits ? countInWords(outline.digits) : undefined,
    maxDigits: countInWords(maxDigits),
    largest: largest && {
      field: largest.field,
      value: countInWords(largest.value),
      inputs: questionMembers(operation, {
        ...values,
        [largest.field]: String(largest.value),
      }),
    },
  };
}
