import { usernameSchema } from "../../domain/accounts/credentials.ts";
import type { User } from "../../domain/accounts/types.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { UserView } from "../../views/data/account.ts";
import type { AppContext } from "../context.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import type { RenderPage } from "./layout.ts";

export const USERS_PATH = "/users";

/** A part of the list of users. */
export interface ListedUsers {
  readonly filter: { readonly search: string; readonly cursor?: string | undefined };
  readonly users: readonly User[];
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

export interface UsersLink {
  readonly search: string;
  readonly cursor?: string | undefined;
  /** The user whose change the page confirms. */
  readonly changed?: string;
}

/** The page on which administrators see and change users. */
export interface UsersPage {
  show(context: AppContext, listed: ListedUsers): Promise<Response>;
  /** Shows the list with the error of a change; rethrows anything that is not a ServiceError. */
  showError(context: AppContext, listed: ListedUsers, error: unknown): Promise<Response>;
  link(link: UsersLink): string;
}

export function createUsersPage(renderPage: RenderPage): UsersPage {
  function show(
    context: AppContext,
    { filter: { search, cursor }, users, next }: ListedUsers,
    error?: ServiceError,
  ): Promise<Response> {
    return renderPage(context, "users", {
      users: users.map(userView),
      search,
      cursor: cursor ?? "",
      changed: error ? undefined : changedUser(context),
      failure: error?.message,
      first: cursor === undefined ? undefined : link({ search }),
      next: next === null ? undefined : link({ search, cursor: next }),
    }, { title: "Users", ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return {
    show: (context, listed) => show(context, listed),
    showError: (context, listed, error) => {
      if (!(error instanceof ServiceError)) throw error;
      prepareErrorResponse(context, error);
      return show(context, listed, error);
    },
    link,
  };
}

/** The username in the address of the page; undefined for any other text. */
function changedUser(context: AppContext): string | undefined {
  return usernameSchema().safeParse(context.req.query("changed")).data;
}

function link(members: UsersLink): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined && value !== "") query.set(name, value);
  }
  return query.size === 0 ? USERS_PATH : `${USERS_PATH}?${query}`;
}

function userView({ username, role, disabled, createdAt }: User): UserView {
  return {
    username,
    role,
    isDisabled: disabled,
    created: createdAt.slice(0, 10),
    history: `/logs?${new URLSearchParams({ user: username })}`,
  };
}
