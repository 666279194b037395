/** Data shared by all pages. */
export interface Layout {
  readonly title: string;
  /** Path of the page, highlighted in the navigation. */
  readonly path: string;
  readonly username: string | undefined;
  /** Menus of operations. */
  readonly groups: readonly {
    readonly name: string;
    readonly operations: readonly OperationLink[];
  }[];
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
  readonly placeholder?: string;
  readonly autocomplete?: string;
}

/** An answer: the full text, or both ends if it is too long for a page. */
export interface AnswerView {
  readonly text: string | undefined;
  readonly first: string;
  readonly last: string;
  /** Undefined if the text is not a number. */
  readonly digits: string | undefined;
  readonly cached: boolean;
  readonly elapsed: string;
  readonly timestamp: string;
  readonly id: string;
  /** The question as form fields, for the download button. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
  /** Further members of the answer in words, such as whether a root is exact. */
  readonly details: readonly { readonly label: string; readonly value: string }[];
  /** The size and the ends of a number that is too large to write. */
  readonly outline: OutlineView | undefined;
}

export interface OutlineView {
  readonly digits: string;
  /** Null, like the other ends, unless the number is an integer. */
  readonly trailing: string | null;
  readonly trailing_zeros: string | null;
  readonly last_nonzero: string | null;
}

export interface EntryView {
  readonly id: string;
  readonly timestamp: string;
  readonly username: string;
  readonly operation: string;
  readonly input: string;
  readonly result: string;
  readonly digits: string;
  /** How the calculation failed; undefined if it has a result. */
  readonly outcome: string | undefined;
  readonly elapsed: string;
  readonly again: string | undefined;
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

/** Data of each page, by the name of its template. */
export interface Views {
  readonly home: {
    readonly origin: string;
    /** The operations in words, as in `factorials and powers`. */
    readonly summary: string;
  };
  readonly login: SignInView;
  readonly signup: SignInView;
  readonly account: {
    readonly username: string;
    readonly role: string;
    readonly createdAt: string;
    readonly calculations: string;
    readonly fields: readonly FieldView[];
    readonly failure: string | undefined;
    /** Whether to confirm a password change. */
    readonly isChanged: boolean;
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
    readonly created: { readonly name: string; readonly text: string } | undefined;
    /** Whether to confirm a revocation. */
    readonly isRevoked: boolean;
  };
  readonly operation: {
    readonly operation: OperationLink;
    readonly fields: readonly FieldView[];
    readonly answer: AnswerView | undefined;
    /** An empty answer, for the template that `calculate.js` fills. */
    readonly blank: AnswerView;
    readonly failure: string | undefined;
    readonly failureLink: string | undefined;
  };
  readonly logs: {
    readonly entries: readonly EntryView[];
    readonly showUsers: boolean;
    readonly operation: string;
    readonly operations: readonly ChoiceView[];
    readonly outcome: string;
    readonly outcomes: readonly ChoiceView[];
    /** Values of `datetime-local` inputs, in UTC. */
    readonly from: string;
    readonly to: string;
    readonly user: string;
    /** Links to other pages with the same filter. */
    readonly newest: string | undefined;
    readonly older: string | undefined;
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
  /** Why this browser cannot store the session cookie; undefined if it can. */
  readonly cookieWarning: string | undefined;
}
