import { credentialsSchema, newAccountSchema } from "../../domain/accounts/credentials.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { FieldView } from "../../views/views.ts";
import type { Authentication } from "../authentication.ts";
import type { Values } from "../body_object.ts";
import type { AppContext } from "../context.ts";
import { localPath } from "../local_path.ts";
import { PROBLEMS } from "../problems.ts";
import { setFailure } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

const FORMS = {
  login: { title: "Sign in", shape: credentialsSchema.shape, password: "current-password" },
  signup: { title: "Sign up", shape: newAccountSchema.shape, password: "new-password" },
} as const;

type FormName = keyof typeof FORMS;

/** The sign-in and sign-up pages. A rejected form comes back with its values, without the password. */
export interface CredentialPage {
  show(context: AppContext, name: FormName, values: Values): Promise<Response>;
  /** Shows a rejected form with its error; rethrows anything that is not a ServiceError. */
  showError(
    context: AppContext,
    name: FormName,
    values: Values,
    error: unknown,
  ): Promise<Response>;
}

export interface CredentialPageOptions {
  readonly authentication: Pick<Authentication, "canKeepCookie">;
  readonly renderPage: RenderPage;
}

export function createCredentialPage(
  { authentication, renderPage }: CredentialPageOptions,
): CredentialPage {
  function show(
    context: AppContext,
    name: FormName,
    values: Values,
    error?: ServiceError,
  ): Promise<Response> {
    const { title, shape, password } = FORMS[name];
    const errors = error?.errors ?? [];
    const canSignIn = authentication.canKeepCookie(context);
    return renderPage(context, name, {
      fields: fieldViews(shape, values, errors).map((field) => credentialField(field, password)),
      next: localPath(values.next) ?? "",
      failure: errors.length === 0 && canSignIn ? error?.message : undefined,
      obstacle: canSignIn ? undefined : COOKIES_IMPOSSIBLE,
    }, { title, ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return {
    show: (context, name, values) => show(context, name, values),
    showError: (context, name, values, error) => {
      if (!(error instanceof ServiceError)) throw error;
      setFailure(context, error);
      return show(context, name, values, error);
    },
  };
}

const COOKIES_IMPOSSIBLE =
  "You cannot sign in here: this page came over plain http, and browsers keep the session's " +
  "secure cookie only over https or on localhost. The operator can put a proxy with TLS in " +
  "front, or allow insecure cookies with ALLOW_INSECURE_COOKIES=on.";

/** Throws `forbidden` if the client's browser would not keep the session cookie. */
export function requireCookies(
  context: AppContext,
  authentication: Pick<Authentication, "canKeepCookie">,
): void {
  if (authentication.canKeepCookie(context)) return;
  throw new ServiceError("forbidden", COOKIES_IMPOSSIBLE);
}

function credentialField(field: FieldView, password: string): FieldView {
  if (field.name === "password") {
    return { ...field, placeholder: "", type: "password", value: "", autocomplete: password };
  }
  return { ...field, placeholder: "", autocomplete: "username" };
}
