import { credentialsSchema, newAccountSchema } from "../../domain/accounts/credentials.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { FieldView } from "../../views/data/question.ts";
import type { Values } from "../body_object.ts";
import type { AppContext } from "../context.ts";
import type { Cookies } from "../cookies.ts";
import { localPath } from "../local_path.ts";
import { wantsPage } from "../negotiate.ts";
import { PROBLEMS } from "../problems.ts";
import { prepareErrorResponse } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

const FORMS = {
  login: { title: "Sign in", schema: credentialsSchema, password: "current-password" },
  signup: { title: "Sign up", schema: newAccountSchema, password: "new-password" },
} as const;

type FormName = keyof typeof FORMS;

/** Query parameters that make the sign-in page confirm what has ended the session. */
export const ACCOUNT_DELETED = "deleted";
export const SIGNED_OUT_EVERYWHERE = "ended";

const CONFIRMATIONS = {
  [ACCOUNT_DELETED]: "Your account has been deleted.",
  [SIGNED_OUT_EVERYWHERE]: "You are signed out everywhere.",
};

/** The sign-in and sign-up pages. A rejected form keeps its values, except for passwords. */
export interface CredentialPage {
  show(context: AppContext, name: FormName, values: Values): Promise<Response>;
  /** Shows a rejected form with its error if the client wants a page; rethrows other errors. */
  showError(
    context: AppContext,
    name: FormName,
    values: Values,
    error: unknown,
  ): Promise<Response>;
}

export interface CredentialPageOptions {
  readonly cookies: Pick<Cookies, "canStore">;
  readonly renderPage: RenderPage;
}

export function createCredentialPage(
  { cookies, renderPage }: CredentialPageOptions,
): CredentialPage {
  function show(
    context: AppContext,
    name: FormName,
    values: Values,
    error?: ServiceError,
  ): Promise<Response> {
    const { title, schema, password } = FORMS[name];
    const errors = error?.errors ?? [];
    const canSignIn = cookies.canStore(context);
    const next = localPath(values.next) ?? "";
    return renderPage(context, name, {
      fields: withFocus(
        fieldViews(schema().shape, values, errors).map((field) => credentialField(field, password)),
        error && errors.length === 0 ? "password" : "username",
      ),
      next,
      confirmation: error ? undefined : confirmationOf(values),
      failure: errors.length === 0 && canSignIn ? error?.message : undefined,
      cookieWarning: canSignIn ? undefined : COOKIES_NOT_SUPPORTED,
    }, { title, address: next, ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return {
    show: (context, name, values) => show(context, name, values),
    showError: (context, name, values, error) => {
      if (!(error instanceof ServiceError) || !wantsPage(context)) throw error;
      prepareErrorResponse(context, error);
      return show(context, name, values, error);
    },
  };
}

const COOKIES_NOT_SUPPORTED =
  "You cannot sign in here: this page was loaded over plain http, and browsers store the secure " +
  "session cookie only over https or on localhost. The operator can put a TLS proxy in front of " +
  "the service, or allow insecure cookies with ALLOW_INSECURE_COOKIES=on.";

/** Throws `forbidden` if the client's browser would not store the session cookie. */
export function requireCookieSupport(
  context: AppContext,
  cookies: Pick<Cookies, "canStore">,
): void {
  if (cookies.canStore(context)) return;
  throw new ServiceError("forbidden", COOKIES_NOT_SUPPORTED);
}

function confirmationOf(values: Values): string | undefined {
  return Object.entries(CONFIRMATIONS).find(([name]) => values[name] !== undefined)?.[1];
}

/** Focuses the field that has to be filled in next, unless a field has an error. */
function withFocus(fields: readonly FieldView[], next: string): readonly FieldView[] {
  if (fields.some(({ error }) => error !== undefined)) return fields;
  return fields.map((field) => ({ ...field, isFocused: field.name === next }));
}

function credentialField(field: FieldView, password: string): FieldView {
  // An error says what the hint would say again.
  const description = field.error === undefined ? field.description : "";
  const shown = { ...field, description, placeholder: "" };
  if (field.name === "password") {
    return { ...shown, type: "password", value: "", autocomplete: password };
  }
  return { ...shown, autocomplete: "username" };
}
