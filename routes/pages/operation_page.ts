import type { Answer } from "../../domain/calculator.ts";
import type { ServiceError } from "../../domain/errors.ts";
import type { CanonicalInput, Operation } from "../../domain/operations/mod.ts";
import { questionShape } from "../../domain/question.ts";
import { abbreviate, type Details, wholeText } from "../../domain/result_text.ts";
import type { AnswerView, OutlineView } from "../../views/views.ts";
import { resultEnds } from "../answers.ts";
import type { Values } from "../body_object.ts";
import type { AppContext } from "../context.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import { operationLink, type RenderPage } from "./layout.ts";

/** Maximum number of digits that a page shows in full; `calculate.js` has the same limit. */
const SHOWN_DIGITS = 3_000;

/** An empty answer, for the template that `calculate.js` fills. */
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
  outline: undefined,
  details: [],
};

/** The page of an operation: its form and, below it, an answer or an error. */
export interface OperationPage {
  show(
    context: AppContext,
    operation: Operation,
    values: Values,
    outcome?: { readonly answer?: Answer | undefined; readonly error?: ServiceError },
  ): Promise<Response>;
}

export function createOperationPage(renderPage: RenderPage): OperationPage {
  return {
    show: (context, operation, values, { answer, error } = {}) => {
      if (error) prepareErrorResponse(context, error);
      const fieldErrors = error?.errors ?? [];
      const general = fieldErrors.length === 0 ? error : undefined;
      return renderPage(context, "operation", {
        operation: operationLink(operation),
        fields: fieldViews(formShape(operation), values, fieldErrors),
        answer: answer && answerView(answer),
        blank: BLANK,
        failure: general?.message,
        failureLink: general && `/problems/${general.code}`,
      }, { title: operation.title, ...(error && { status: PROBLEMS[error.code].status }) });
    },
  };
}

/** The fields of a form. A page abridges long results itself. */
function formShape(operation: Operation): ReturnType<typeof questionShape> {
  const { max_characters: _, ...shape } = questionShape(operation);
  return shape;
}

function answerView(answer: Answer): AnswerView {
  const { result, cached, elapsedMs, timestamp, id, question } = answer;
  const isShown = result.kind === "short" || result.digits <= SHOWN_DIGITS;
  const ends = result.kind === "long" ? resultEnds(result) : { first: "", last: "" };
  return {
    text: isShown ? wholeText(result) : undefined,
    ...ends,
    digits: digitCount(answer)?.toLocaleString("en"),
    outline: outlineOf(answer),
    details: detailViews(result.details),
    cached,
    elapsed: `${elapsedMs.toLocaleString("en")} ms`,
    timestamp,
    id,
    inputs: formFields(question.canonical),
  };
}

/** Members of an answer that its page shows in another place. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(["result", "digits", "outline", "factors"]);

/** The details of an answer in words; calculate.js does the same for answers without a reload. */
function detailViews(details: Details = {}): AnswerView["details"] {
  return Object.entries(details)
    .filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null)
    .map(([name, value]) => ({ label: inWords(name), value: valueInWords(value) }));
}

function inWords(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1).replaceAll("_", " ");
}

function valueInWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object" || value === null) return abbreviate(String(value));
  return Object.entries(value).filter(([, part]) => part !== null)
    .map(([name, part]) => `${name.replaceAll("_", " ")} ${partInWords(part)}`).join(", ");
}

function partInWords(part: unknown): string {
  return typeof part === "object" ? `(${valueInWords(part)})` : String(part);
}

/** The members of an outline that a page shows below its scientific form. */
function outlineOf({ result }: Answer): OutlineView | undefined {
  return result.details?.outline as OutlineView | undefined;
}

function digitCount(answer: Answer): bigint | number | undefined {
  const outline = outlineOf(answer);
  return outline ? BigInt(outline.digits) : answer.result.digits ?? undefined;
}

/** An input as form fields; a list has one field for each item. */
function formFields(input: CanonicalInput): AnswerView["inputs"] {
  return Object.entries(input).flatMap(([name, value]) =>
    [value].flat().map((text) => ({ name, value: text }))
  );
}
