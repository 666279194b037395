/** A part of a question in mathematical notation. */
export interface FormulaPart {
  readonly text: string;
  readonly isExponent: boolean;
}

/** The card of an answer. */
export interface AnswerView {
  readonly title: readonly FormulaPart[];
  /** The title in one line of text. */
  readonly text: string;
  /** What is announced when the answer arrives. */
  readonly summary: string;
  /** Path of the operation, for the download button. */
  readonly path: string;
  /** Address of the question; undefined if it is too long for one. */
  readonly link: string | undefined;
  readonly scientific: { readonly mantissa: string; readonly exponent: string } | undefined;
  /** Undefined for an outline, which has no more digits than its scientific form. */
  readonly digits: DigitsView | undefined;
  readonly facts: readonly FactView[];
  readonly frequency: FrequencyView | undefined;
  readonly cached: boolean;
  readonly elapsed: string;
  readonly timestamp: string;
  readonly id: string;
  /** Undefined for results that the log keeps in full. */
  readonly sha256: string | undefined;
  /** Whether the visitor has no account, and therefore no history. */
  readonly isGuest: boolean;
  /** The question, for the download button. */
  readonly inputs: readonly InputView[];
}

/** A value of a form that asks a question. */
export interface InputView {
  readonly name: string;
  readonly value: string;
}

/** A result: as text, as one number, as lines of digits, or as the first and the last of them. */
export type DigitsView =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly sign: string; readonly groups: readonly DigitGroup[] }
  | {
    readonly kind: "lines";
    readonly sign: string;
    readonly groups: readonly DigitGroup[];
    /** Undefined for a single line, which shows no position. */
    readonly indexWidth: IndexWidth | undefined;
  }
  | {
    readonly kind: "ends";
    readonly indexWidth: IndexWidth;
    readonly sign: string;
    readonly first: readonly DigitGroup[];
    readonly last: readonly DigitGroup[];
    /** Number of digits in between, with commas. */
    readonly more: string;
    /** Position of the first character that is not shown, from 1. */
    readonly next: number;
  };

/** Characters of the longest position beside the lines. */
export type IndexWidth = 5 | 7 | 9 | 11;

/** Digits that belong together, with the position of the first one if it is shown. */
export interface DigitGroup {
  readonly text: string;
  readonly position?: string;
}

/** Something to know about a result. */
export interface FactView {
  readonly label: string;
  readonly value: string;
}

/** A bar chart; positions are units of the drawing. */
export interface FrequencyView {
  readonly bars: readonly {
    readonly digit: number;
    readonly count: string;
    readonly x: number;
    readonly y: number;
    readonly height: number;
  }[];
  /** The chart in words. */
  readonly text: string;
}

export interface OutlineView {
  readonly digits: string;
  readonly scientific: string;
  /** Null, like the other ends, unless the number is an integer. */
  readonly trailing: string | null;
  readonly trailing_zeros: string | null;
  readonly last_nonzero: string | null;
}
