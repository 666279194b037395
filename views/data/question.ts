import type { AnswerView, InputView } from "./answer.ts";
import type { OperationLink } from "./layout.ts";

/** A form of a question and what came of it. */
export interface QuestionView {
  /** Path that the form is sent to. */
  readonly path: string;
  readonly fields: readonly FieldView[];
  /** Fields that can be left out. */
  readonly options: readonly FieldView[];
  /** The functions of expressions; empty for other operations. */
  readonly functions: readonly FunctionView[];
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

/** A function of expressions. */
export interface FunctionView {
  readonly name: string;
  /** The names of its arguments, as in `n, k`. */
  readonly parameters: string;
  readonly meaning: string;
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
  /** What the calculator can answer in place of a field that takes a number. */
  readonly expression?: string | undefined;
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
    | {
      readonly field: string;
      readonly value: string;
      /** The question with this value. */
      readonly inputs: readonly InputView[];
    }
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
