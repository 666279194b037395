import { passwordChangeSchema } from "../../domain/accounts/credentials.ts";
import type { User } from "../../domain/accounts/types.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { AppContext } from "../context.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

/** A user and the number of their log entries. */
export interface Profile {
  readonly user: User;
  readonly calculations: number;
}

/** Query parameter that makes the page confirm a password change. */
export const PASSWORD_CHANGED = "changed";

/** The page of an account, with the form for a new password. */
export interface AccountPage {
  show(context: AppContext, profile: Profile): Promise<Response>;
  /** Shows a rejected form with its error; rethrows anything that is not a ServiceError. */
  showError(context: AppContext, profile: Profile, error: unknown): Promise<Response>;
}

export function createAccountPage(renderPage: RenderPage): AccountPage {
  function show(
    context: AppContext,
    { user, calculations }: Profile,
    error?: ServiceError,
  ): Promise<Response> {
    const errors = error?.errors ?? [];
    return renderPage(context, "account", {
      username: user.username,
      role: user.role,
      createdAt: user.createdAt,
      calculations: calculations.toLocaleString("en"),
      fields: fieldViews(passwordChangeSchema.shape, {}, errors).map((field) => ({
        ...field,
        placeholder: "",
        type: "password",
        autocomplete: field.name.replace("_", "-"),
      })),
      failure: errors.length === 0 ? error?.message : undefined,
      isChanged: context.req.query(PASSWORD_CHANGED) !== undefined,
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
