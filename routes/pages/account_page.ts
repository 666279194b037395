import { passwordChangeSchema } from "../../domain/accounts/credentials.ts";
import type { ListedSession, User } from "../../domain/accounts/types.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { SessionView } from "../../views/data/account.ts";
import type { AppContext } from "../context.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { sessionDocument } from "../session_document.ts";
import { passwordFields } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

export const ACCOUNT_PATH = "/account";

/** A user with what belongs to the account. */
export interface Profile {
  readonly user: User;
  /** Number of log entries. */
  readonly calculations: number;
  readonly sessions: readonly ListedSession[];
  /** Id of the session of the request. */
  readonly sessionId: string;
  /** Number of API keys. */
  readonly keys: number;
}

/** Query parameters that make the page confirm a change. */
export const PASSWORD_CHANGED = "changed";
export const SESSION_ENDED = "ended";

/** The page of an account: password, sessions, data and deletion. */
export interface AccountPage {
  show(context: AppContext, profile: Profile): Promise<Response>;
  /** Shows a rejected form with its error; rethrows anything that is not a ServiceError. */
  showError(context: AppContext, profile: Profile, error: unknown): Promise<Response>;
}

export function createAccountPage(renderPage: RenderPage): AccountPage {
  function show(
    context: AppContext,
    { user, calculations, sessions, sessionId, keys }: Profile,
    error?: ServiceError,
  ): Promise<Response> {
    const errors = error?.errors ?? [];
    return renderPage(context, "account", {
      username: user.username,
      role: user.role,
      createdAt: user.createdAt,
      calculations: calculations.toLocaleString("en"),
      keys: keys === 0 ? "None" : String(keys),
      sessions: sessions.map((session) => sessionView(session, sessionId)),
      fields: passwordFields(passwordChangeSchema().shape, errors),
      failure: errors.length === 0 ? error?.message : undefined,
      isChanged: error === undefined && context.req.query(PASSWORD_CHANGED) !== undefined,
      isSessionEnded: context.req.query(SESSION_ENDED) !== undefined,
    }, { title: "Account", ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return {
    show: (context, profile) => show(context, profile),
    showError: (context, profile, error) => {
      if (!(error instanceof ServiceError)) throw error;
      prepareErrorResponse(context, error);
      return show(context, profile, error);
    },
  };
}

function sessionView(session: ListedSession, currentId: string): SessionView {
  const { id, device, created_at, last_used_at, current } = sessionDocument(session, currentId);
  return {
    id,
    device: device ?? "Unknown device",
    startedAt: created_at,
    lastUsedAt: last_used_at,
    isCurrent: current,
  };
}
