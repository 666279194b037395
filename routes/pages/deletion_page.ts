import { accountDeletionSchema } from "../../domain/accounts/credentials.ts";
import type { SessionPrincipal } from "../../domain/accounts/principal.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { AppContext } from "../context.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { passwordFields } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

export const DELETION_PATH = "/account/delete";

/** The page that asks for the password before an account is deleted. */
export interface DeletionPage {
  show(context: AppContext, principal: SessionPrincipal): Promise<Response>;
  /** Shows the rejected form with its error; rethrows anything that is not a ServiceError. */
  showError(context: AppContext, principal: SessionPrincipal, error: unknown): Promise<Response>;
}

export function createDeletionPage(renderPage: RenderPage): DeletionPage {
  function show(
    context: AppContext,
    { username }: SessionPrincipal,
    error?: ServiceError,
  ): Promise<Response> {
    const errors = error?.errors ?? [];
    return renderPage(context, "deletion", {
      username,
      fields: passwordFields(accountDeletionSchema().shape, errors),
      failure: errors.length === 0 ? error?.message : undefined,
    }, { title: "Delete account", ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return {
    show: (context, principal) => show(context, principal),
    showError: (context, principal, error) => {
      if (!(error instanceof ServiceError)) throw error;
      prepareErrorResponse(context, error);
      return show(context, principal, error);
    },
  };
}
