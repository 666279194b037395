/** What stands around every page. */
export interface Layout {
  readonly title: string;
  /** The page's path, marked in the navigation. */
  readonly path: string;
  readonly username: string | undefined;
  readonly operations: readonly OperationLink[];
  readonly signup: boolean;
  readonly version: string;
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
  readonly type: "text" | "password";
  readonly value: string;
  readonly error: string | undefined;
  readonly placeholder?: string;
  readonly autocomplete?: string;
}

/** An answer in full, or its ends if it is too long for a page. */
export interface AnswerView {
  readonly text: string | undefined;
  readonly first: string;
  readonly last: string;
  readonly digits: string;
  readonly cached: boolean;
  readonly elapsed: string;
  readonly timestamp: string;
  readonly id: string;
  /** The input, to ask for the same answer as a file. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
}

export interface EntryView {
  readonly id: string;
  readonly timestamp: string;
  readonly username: string;
  readonly operation: string;
  readonly input: string;
  readonly result: string;
  readonly digits: string;
  readonly outcome: string;
  readonly elapsed: string;
  readonly again: string | undefined;
}

/** Each page's data, by the name of its template. */
export interface Views {
  readonly home: { readonly origin: string };
  readonly login: SignInView;
  readonly signup: SignInView;
  readonly account: {
    readonly username: string;
    readonly role: string;
    readonly createdAt: string;
    readonly calculations: string;
    readonly fields: readonly FieldView[];
    readonly failure: string | undefined;
    /** Whether the password has just been changed. */
    readonly isChanged: boolean;
  };
  readonly operation: {
    readonly operation: OperationLink;
    readonly fields: readonly FieldView[];
    readonly answer: AnswerView | undefined;
    /** What the page's script fills with an answer. */
    readonly blank: AnswerView;
    readonly failure: string | undefined;
    readonly failureLink: string | undefined;
  };
  readonly logs: {
    readonly entries: readonly EntryView[];
    readonly showUsers: boolean;
    readonly operation: string;
    readonly operationNames: readonly string[];
    readonly user: string;
    readonly next: string | undefined;
    readonly isFirstPage: boolean;
  };
  readonly problem: {
    readonly code: string;
    readonly title: string;
    readonly status: number;
    readonly explanation: string;
    readonly example: string;
  };
  readonly failure: {
    readonly code: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    readonly requestId: string;
  };
}

export interface SignInView {
  readonly fields: readonly FieldView[];
  readonly next: string;
  readonly failure: string | undefined;
  /** Why signing in cannot work from this browser, if it cannot. */
  readonly obstacle: string | undefined;
}
