/** Data shared by all pages. */
export interface Layout {
  readonly title: string;
  /** Path of the page, highlighted in the navigation. */
  readonly path: string;
  readonly username: string | undefined;
  /** Whether the user administers the service. */
  readonly isAdmin: boolean;
  /** Menus of operations. */
  readonly groups: readonly {
    readonly name: string;
    readonly operations: readonly OperationLink[];
  }[];
  readonly signup: boolean;
  /** Where to go after signing in; empty for the home page. */
  readonly returnTo: string;
  readonly version: string;
  /** Path of the folder of style sheets and scripts. */
  readonly assets: string;
}

export interface OperationLink {
  readonly path: string;
  readonly title: string;
  readonly notation: string;
  readonly description: string;
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
  /** The question as form fields, for the download button. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
}

/** A result: as text, as one number, as lines of digits, or as the first and the last of them. */
export type DigitsView =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly sign: string; readonly groups: readonly DigitGroup[] }
  | {
    readonly kind: "lines";
    readonly sign: string;
    readonly groups: readonly DigitGroup[];
    readonly indexWidth: IndexWidth;
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

/** Why a result is not written in full. */
export interface TooLargeView {
  readonly title: readonly FormulaPart[];
  /** Undefined for a value that is too long after its point. */
  readonly digits: string | undefined;
  readonly maxDigits: string;
  /** The largest value of a field with which the result can be written in full. */
  readonly largest:
    | { readonly field: string; readonly value: string; readonly link: string }
    | undefined;
}

export interface EntryView {
  readonly id: string;
  readonly timestamp: string;
  /** Time of day, UTC. */
  readonly time: string;
  readonly question: readonly FormulaPart[];
  /** Link to the question; undefined if it cannot be repeated. */
  readonly again: string | undefined;
  /** With the sign between question and result; undefined if the calculation failed. */
  readonly result: string | undefined;
  /** How the calculation failed; undefined if it has a result. */
  readonly outcome: string | undefined;
  readonly facts: readonly string[];
}

/** The entries of a day. */
export interface EntryDayView {
  /** UTC, as in 2026-01-31. */
  readonly date: string;
  readonly title: string;
  readonly entries: readonly EntryView[];
}

/** A bar chart of calculations per day; positions are units of the drawing. */
export interface DayChartView {
  readonly bars: readonly {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly height: number;
  }[];
  readonly first: string;
  readonly last: string;
  /** The chart in words. */
  readonly text: string;
}

/** A link to the entries of recent days. */
export interface PeriodView {
  readonly name: string;
  readonly link: string;
  /** Whether the page shows this period. */
  readonly isCurrent: boolean;
}

/** Messages by field of the filter. */
export type FilterErrors = Readonly<Record<string, string>>;

/** A user in the list that administrators see. */
export interface UserView {
  readonly username: string;
  readonly role: string;
  readonly isDisabled: boolean;
  /** Date, UTC. */
  readonly created: string;
  /** Link to the user's calculations. */
  readonly history: string;
}

/** A session in the list of the account page; times in UTC, RFC 3339. */
export interface SessionView {
  readonly id: string;
  readonly device: string;
  readonly startedAt: string;
  readonly lastUsedAt: string;
  /** Whether the page was requested in it. */
  readonly isCurrent: boolean;
}

/** An API key in the table of keys; times in UTC without seconds. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: string;
  readonly created: string;
  readonly expires: string;
  readonly lastUsed: string;
}

/** An option of a menu. */
export interface ChoiceView {
  readonly name: string;
  readonly title: string;
}

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

/** Data of each page, by the name of its template. */
export interface Views {
  readonly home: QuestionView & {
    readonly origin: string;
    /** The operations in words, as in `factorials and powers`. */
    readonly summary: string;
    /** Expressions that make people curious. */
    readonly examples: readonly string[];
  };
  readonly login: SignInView;
  readonly signup: SignInView;
  readonly account: {
    readonly username: string;
    readonly role: string;
    readonly createdAt: string;
    readonly calculations: string;
    /** Number of API keys. */
    readonly keys: string;
    /** Newest first. */
    readonly sessions: readonly SessionView[];
    readonly fields: readonly FieldView[];
    readonly failure: string | undefined;
    /** Whether to confirm a password change. */
    readonly isChanged: boolean;
    /** Whether to confirm the end of a session. */
    readonly isSessionEnded: boolean;
  };
  readonly users: {
    readonly users: readonly UserView[];
    readonly search: string;
    /** The place of the page in the list. */
    readonly cursor: string;
    /** The user whose change to confirm. */
    readonly changed: string | undefined;
    readonly failure: string | undefined;
    /** Links to other pages of the same search. */
    readonly first: string | undefined;
    readonly next: string | undefined;
  };
  readonly deletion: {
    readonly username: string;
    readonly fields: readonly FieldView[];
    readonly failure: string | undefined;
  };
  readonly keys: {
    readonly keys: readonly KeyView[];
    readonly maxKeys: number;
    /** Whether new keys can be created. */
    readonly isEnabled: boolean;
    readonly fields: readonly FieldView[];
    readonly scopes: readonly {
      readonly name: string;
      readonly title: string;
      readonly isChosen: boolean;
    }[];
    readonly scopesError: string | undefined;
    readonly failure: string | undefined;
    /** A new key, the only time that it is shown. */
    readonly created:
      | { readonly name: string; readonly text: string; readonly example: string }
      | undefined;
    /** Whether to confirm a revocation. */
    readonly isRevoked: boolean;
  };
  readonly operation: QuestionView & {
    readonly operation: OperationLink;
  };
  readonly logs: {
    /** Undefined if the filter was refused. */
    readonly days: readonly EntryDayView[] | undefined;
    readonly chart: DayChartView | undefined;
    readonly showUsers: boolean;
    readonly operation: string;
    readonly operations: readonly ChoiceView[];
    readonly outcome: string;
    readonly outcomes: readonly ChoiceView[];
    /** Values of `datetime-local` inputs, in UTC. */
    readonly from: string;
    readonly to: string;
    readonly user: string;
    readonly errors: FilterErrors;
    readonly isFiltered: boolean;
    /** Whether the form of the filter is unfolded. */
    readonly isFilterOpen: boolean;
    readonly periods: readonly PeriodView[];
    /** Links to other pages with the same filter. */
    readonly newest: string | undefined;
    readonly older: string | undefined;
    /** Links to all entries of the filter as files. */
    readonly csv: string | undefined;
    readonly ndjson: string | undefined;
  };
  readonly entry: {
    readonly id: string;
    readonly timestamp: string;
    readonly question: readonly FormulaPart[];
    readonly again: string | undefined;
    readonly result: string | undefined;
    readonly outcome: string | undefined;
    /** Whether the log does not have the whole result. */
    readonly isAbbreviated: boolean;
    readonly facts: readonly FactView[];
  };
  readonly problem: {
    readonly code: string;
    readonly title: string;
    readonly status: number;
    readonly explanation: string;
    readonly example: string;
  };
  /** The rendered content of the API reference. */
  readonly docs: { readonly html: string };
  readonly failure: {
    readonly code: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    readonly requestId: string;
  };
}

/** A part of a text. */
export interface TextPart {
  readonly text: string;
  readonly isCode: boolean;
}

/** A part of the name of a type; schemas are described on the same page. */
export interface TypePart {
  readonly text: string;
  readonly isSchema: boolean;
}

/** A parameter of a request or a member of an object. */
export interface MemberView {
  readonly name: string;
  readonly type: readonly TypePart[];
  readonly isRequired: boolean;
  readonly description: readonly TextPart[];
  /** Bounds in words; may be empty. */
  readonly limits: string;
  /** As JSON. */
  readonly examples: readonly string[];
}

export interface ReferenceResponseView {
  readonly status: string;
  readonly description: readonly TextPart[];
  /** Problem codes, which have pages of their own. */
  readonly problems: readonly string[];
  readonly contents: readonly {
    readonly type: string;
    readonly schema: readonly TypePart[];
    readonly description: readonly TextPart[];
  }[];
}

export interface ReferenceOperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Paths that do the same. */
  readonly otherPaths: readonly string[];
  readonly summary: string;
  readonly description: readonly TextPart[];
  readonly credentials: string;
  /** Whether a page at the same path has a form for it. */
  readonly hasForm: boolean;
  readonly parameters: readonly MemberView[];
  readonly mediaTypes: readonly string[];
  /** Members of the body. */
  readonly members: readonly MemberView[];
  /** A command. */
  readonly example: string;
  readonly responses: readonly ReferenceResponseView[];
}

export interface ReferenceGroupView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly operations: readonly ReferenceOperationView[];
}

/** The content of the API reference. */
export interface ReferenceView {
  readonly origin: string;
  readonly introduction: readonly (readonly TextPart[])[];
  readonly groups: readonly ReferenceGroupView[];
  readonly schemas: readonly {
    readonly name: string;
    readonly description: readonly TextPart[];
    /** Empty for an object. */
    readonly type: readonly TypePart[];
    readonly members: readonly MemberView[];
  }[];
}

export interface SignInView {
  readonly fields: readonly FieldView[];
  readonly next: string;
  /** What has ended the session. */
  readonly confirmation: string | undefined;
  readonly failure: string | undefined;
  /** Why this browser cannot store the session cookie; undefined if it can. */
  readonly cookieWarning: string | undefined;
}
