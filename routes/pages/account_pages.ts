import {
  credentialsSchema,
  newAccountSchema,
  passwordChangeSchema,
} from "../../domain/accounts/credentials.ts";
import type { User } from "../../domain/accounts/types.ts";
import { type FieldError, ServiceError } from "../../domain/errors.ts";
import type { FieldView } from "../../views/views.ts";
import type { Authentication } from "../authentication.ts";
import type { AppContext } from "../context.ts";
import { localPath } from "../local_path.ts";
import { PROBLEMS } from "../problems.ts";
import { setFailure } from "../respond.ts";
import { fieldViews } from "./fields.ts";
import type { RenderPage } from "./layout.ts";

type Values = Readonly<Record<string, unknown>>;

/** A user, and how many calculations there are of theirs. */
export interface Profile {
  readonly user: User;
  readonly calculations: number;
}

/**
 * The pages to sign in and up and of an account; a failed form comes back with what was typed, but
 * for passwords.
 */
export interface AccountPages {
  login(context: AppContext): Promise<Response>;
  signup(context: AppContext): Promise<Response>;
  onSignIn(
    context: AppContext,
    values: Values,
    signIn: () => Promise<Response>,
  ): Promise<Response>;
  onSignUp(
    context: AppContext,
    values: Values,
    signUp: () => Promise<Response>,
  ): Promise<Response>;
  account(context: AppContext, profile: Profile): Promise<Response>;
  onPasswordChange(
    context: AppContext,
    profile: Profile,
    change: () => Promise<void>,
  ): Promise<Response>;
  /** To the sign-in page, and from there to the account's. */
  signInFirst(context: AppContext): Response;
}

const FORMS = {
  login: { title: "Sign in", shape: credentialsSchema.shape, password: "current-password" },
  signup: { title: "Sign up", shape: newAccountSchema.shape, password: "new-password" },
} as const;

type FormName = keyof typeof FORMS;

const CHANGED = "changed";

export interface AccountPagesOptions {
  readonly authentication: Pick<Authentication, "canKeepCookie">;
  readonly showPage: RenderPage;
}

export function createAccountPages(
  { authentication, showPage }: AccountPagesOptions,
): AccountPages {
  async function submitted(
    context: AppContext,
    name: FormName,
    values: Values,
    work: () => Promise<Response>,
  ): Promise<Response> {
    try {
      if (!authentication.canKeepCookie(context)) throw obstacle();
      return await work();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      setFailure(context, error);
      return await form(context, name, values, error);
    }
  }

  function form(context: AppContext, name: FormName, values: Values, error?: ServiceError) {
    const { title, shape, password } = FORMS[name];
    const errors = error?.errors ?? [];
    const canSignIn = authentication.canKeepCookie(context);
    return showPage(context, name, {
      fields: fields(shape, values, errors).map((field) => withPurpose(field, password)),
      next: localPath(values.next) ?? "",
      failure: errors.length === 0 && canSignIn ? error?.message : undefined,
      obstacle: canSignIn ? undefined : obstacle().message,
    }, { title, ...(error && { status: PROBLEMS[error.code].status }) });
  }

  async function passwordChanged(
    context: AppContext,
    profile: Profile,
    change: () => Promise<void>,
  ): Promise<Response> {
    try {
      await change();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      setFailure(context, error);
      return await account(context, profile, error);
    }
    return context.redirect(`/account?${CHANGED}`, 303);
  }

  function account(context: AppContext, { user, calculations }: Profile, error?: ServiceError) {
    const errors = error?.errors ?? [];
    return showPage(context, "account", {
      username: user.username,
      role: user.role,
      createdAt: user.createdAt,
      calculations: calculations.toLocaleString("en"),
      fields: fields(passwordChangeSchema.shape, {}, errors).map((field) => ({
        ...field,
        type: "password",
        autocomplete: field.name.replace("_", "-"),
      })),
      failure: errors.length === 0 ? error?.message : undefined,
      isChanged: context.req.query(CHANGED) !== undefined,
    }, { title: "Account", ...(error && { status: PROBLEMS[error.code].status }) });
  }

  return {
    account: (context, profile) => account(context, profile),
    onPasswordChange: passwordChanged,
    signInFirst: (context) => context.redirect("/login?next=%2Faccount", 303),
    login: (context) => form(context, "login", context.req.query()),
    signup: (context) => form(context, "signup", context.req.query()),
    onSignIn: (context, values, signIn) => submitted(context, "login", values, signIn),
    onSignUp: (context, values, signUp) => submitted(context, "signup", values, signUp),
  };
}

function fields(
  shape: Parameters<typeof fieldViews>[0],
  values: Values,
  errors: readonly FieldError[],
): FieldView[] {
  return fieldViews(shape, values, errors).map((field) => ({ ...field, placeholder: "" }));
}

function withPurpose(field: FieldView, password: string): FieldView {
  if (field.name === "password") {
    return { ...field, type: "password", value: "", autocomplete: password };
  }
  return { ...field, autocomplete: "username" };
}

function obstacle(): ServiceError {
  return new ServiceError(
    "forbidden",
    "Signing in cannot work here: this page came over plain http, and browsers keep the session's " +
      "secure cookie only over https or on localhost. The operator can put a proxy with TLS in " +
      "front, or allow insecure cookies with ALLOW_INSECURE_COOKIES=on.",
  );
}
