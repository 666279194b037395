import type { AccountView, DeletionView, KeysView, SignInView, UsersView } from "./data/account.ts";
import type { EntryPageView, HistoryView } from "./data/history.ts";
import type { FailureView, ProblemView } from "./data/problem.ts";
import type { HomeView, OperationView } from "./data/question.ts";

/** Data of each page, by the name of its template. */
export interface Views {
  readonly home: HomeView;
  readonly login: SignInView;
  readonly signup: SignInView;
  readonly account: AccountView;
  readonly users: UsersView;
  readonly deletion: DeletionView;
  readonly keys: KeysView;
  readonly operation: OperationView;
  readonly logs: HistoryView;
  readonly entry: EntryPageView;
  readonly problem: ProblemView;
  /** The rendered content of the API reference. */
  readonly docs: { readonly html: string };
  readonly failure: FailureView;
}
