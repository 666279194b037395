import type { AnswerView } from "./answer.ts";
import type { OperationLink } from "./layout.ts";

/** A form of a question and what came of it. */
export interface QuestionView {
  /** Path that the form is sent to. */
  readonly path: string;
  readonly fields: readonly FieldView[];
  /** Fields that can be left out. */
  readonly options: readonly FieldView[];
  /** How the functions of an expression are called, as in `abs(a)`; empty for other operations. */
  readonly functions: readonly string[];
  readonly answer: AnswerView | undefined;
  readonly tooLarge: TooLargeView | undefined;
  readonly failure: string | undefined;
  readonly failureLink:
    | { readonly path: string; readonly text: string; readonly opens: "here" | "in another tab" }
    | undefined;
  /** Whether the question is complete but has no answer yet. */
  readonly isUnanswered: boolean;
  /** Whether visitors without an account are answered, too. */
  readonly guests: boolean;
}

export interface FieldView {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: "text" | "password" | "checkbox";
  readonly required: boolean;
  readonly value: string;
  readonly error: string | undefined;
  /** The place of the error in the value; absent if it has none. */
  readonly place?: {
    readonly before: string;
    readonly marked: string;
    readonly after: string;
  } | undefined;
  /** Numbers that the value can mean. */
  readonly readings?: readonly string[];
  /** Link to the calculator with the expression in the field. */
  readonly expressionLink?: string | undefined;
  readonly placeholder?: string;
  readonly autocomplete?: string;
  /** Whether the field has the focus when the page opens, as the first one with an error does. */
  readonly isFocused?: boolean;
}

/** Why a result is not written in full. */
export interface TooLargeView {
  /** Undefined for a value that is too long after its point. */
  readonly digits: string | undefined;
  readonly maxDigits: string;
  /** The largest value of a field whose result can be written in full. */
  readonly largest:
    | { readonly field: string; readonly value: string; readonly link: string }
    | undefined;
}

/** The home page. */
export interface HomeView extends QuestionView {
  readonly origin: string;
  /** The operations in words, as in `factorials and powers`. */
  readonly summary: string;
  /** Expressions that make people curious. */
  readonly examples: readonly string[];
}

/** The page of an operation. */
export interface OperationView extends QuestionView {
  readonly operation: OperationLink;
}
