import type { FieldView } from "./question.ts";

export interface SignInView {
  readonly fields: readonly FieldView[];
  readonly next: string;
  /** What has ended the session. */
  readonly confirmation: string | undefined;
  readonly failure: string | undefined;
  /** Why this browser cannot store the session cookie; undefined if it can. */
  readonly cookieWarning: string | undefined;
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

/** The account page. */
export interface AccountView {
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
}

/** The page of users, for administrators. */
export interface UsersView {
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
}

/** The page that asks for the password before an account is deleted. */
export interface DeletionView {
  readonly username: string;
  readonly fields: readonly FieldView[];
  readonly failure: string | undefined;
}

/** The page of a user's API keys. */
export interface KeysView {
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
}
