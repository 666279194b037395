import { Hono } from "hono";
import type { Accounts, Credentials } from "../domain/accounts/accounts.ts";
import {
  credentialsSchema,
  newAccountSchema,
  passwordChangeSchema,
} from "../domain/accounts/credentials.ts";
import type { OpenedSession, Sessions } from "../domain/accounts/sessions.ts";
import type { Session, User } from "../domain/accounts/types.ts";
import { invalidInput, ServiceError } from "../domain/errors.ts";
import type { LogReader, SecurityEvent, SecurityObserver } from "../domain/ports.ts";
import type { Authentication } from "./authentication.ts";
import type { Body, ReadBody } from "./body.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { parseInput } from "../domain/parse_input.ts";
import { bodyObject } from "./body_object.ts";
import type { Forwarded } from "./forwarded.ts";
import { localPath } from "./local_path.ts";
import { wantsPage } from "./negotiate.ts";
import type { AccountPages, Profile } from "./pages/account_pages.ts";
import type { SignInLimits } from "./sign_in_limits.ts";

const NOT_STORED = { "Cache-Control": "no-store" };

export interface AccountRoutesOptions {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly logReader: LogReader;
  readonly limits: SignInLimits;
  readonly clients: Forwarded;
  readonly security: SecurityObserver;
  readonly pages: AccountPages;
  readonly signup: boolean;
  readonly tokenTtlMs: number;
  readonly sessionTtlMs: number;
}

/** Signing up, in and out, the password, and who one is, for programs and in the browser. */
export function createAccountRoutes(options: AccountRoutesOptions): Hono<AppEnv> {
  const { accounts, sessions, authentication, readBody, limits, clients, pages } = options;
  const routes = new Hono<AppEnv>();

  routes.post("/signup2", async (context) => {
    const body = await readBody(context);
    const user = await signUp(context, bodyObject(body));
    return context.json(publicUser(user), 201, NOT_STORED);
  });

  routes.post("/signup", async (context) => {
    authentication.rejectCrossSite(context);
    const values = bodyObject(await readBody(context));
    return await pages.onSignUp(context, values, async () => {
      const user = await signUp(context, values);
      const opened = await sessions.open(user, options.sessionTtlMs);
      return beginBrowserSession(context, opened, values.next);
    });
  });

  routes.post("/token", async (context) => {
    return await tokenAnswer(context, tokenRequest(await readBody(context)));
  });

  routes.post("/login", async (context) => {
    const body = await readBody(context);
    if (body.kind === "json") {
      return await tokenAnswer(context, bodyObject(body));
    }
    authentication.rejectCrossSite(context);
    const values = bodyObject(body);
    return await pages.onSignIn(context, values, async () => {
      const opened = await signIn(context, values, options.sessionTtlMs);
      return beginBrowserSession(context, opened, values.next);
    });
  });

  routes.post("/logout", async (context) => {
    const session = await authentication.session(context);
    if (!session && !isForm(context)) await authentication.require(context);
    authentication.clearCookie(context);
    context.set("session", undefined);
    if (session) await sessions.end(session);
    if (session) report(context, "signed_out", session.username);
    return isForm(context) ? context.redirect("/", 303) : context.body(null, 204);
  });

  routes.get("/account", async (context) => {
    if (!wantsPage(context)) return await describeUser(context);
    const session = await authentication.session(context);
    return session
      ? await pages.account(context, await profileOf(session))
      : pages.signInFirst(context);
  });

  routes.post("/password", async (context) => {
    const isPage = isForm(context) && wantsPage(context);
    const session = await authentication.session(context);
    if (!session && isPage) return pages.signInFirst(context);
    const known = session ?? await authentication.require(context);
    const values = bodyObject(await readBody(context));
    const change = () => changePassword(context, known, values);
    if (isPage) return await pages.onPasswordChange(context, await profileOf(known), change);
    await change();
    return context.body(null, 204);
  });

  async function changePassword(
    context: AppContext,
    session: Session,
    values: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const change = parseInput(passwordChangeSchema, values);
    const address = clients.address(context);
    await limits.guard(
      { address, username: session.username },
      () =>
        accounts.changePassword(session, {
          currentPassword: change.current_password,
          newPassword: change.new_password,
        }),
    );
    report(context, "password_changed", session.username);
  }

  routes.get("/retrieve_info", describeUser);

  async function describeUser(context: AppContext): Promise<Response> {
    const { user, calculations } = await profileOf(await authentication.require(context));
    return context.json({ ...publicUser(user), calculations });
  }

  async function profileOf(session: Session): Promise<Profile> {
    const user = await accounts.profile(session);
    return { user, calculations: await options.logReader.count(session.userId) };
  }

  async function signUp(
    context: AppContext,
    values: Readonly<Record<string, unknown>>,
  ): Promise<User> {
    if (!options.signup) throw new ServiceError("forbidden", "Signing up is closed on this server");
    const account = parseInput(newAccountSchema, values);
    await limits.takeSignUp(clients.address(context));
    const user = await accounts.create(account);
    report(context, "signed_up", user.username);
    return user;
  }

  async function signIn(
    context: AppContext,
    values: Readonly<Record<string, unknown>>,
    lifetimeMs: number,
  ): Promise<OpenedSession> {
    const credentials: Credentials = parseInput(credentialsSchema, values);
    const address = clients.address(context);
    try {
      const user = await limits.guard(
        { address, username: credentials.username },
        () => accounts.verify(credentials),
      );
      const opened = await sessions.open(user, lifetimeMs);
      report(context, "signed_in", user.username);
      return opened;
    } catch (error) {
      const isWrong = error instanceof ServiceError && error.code === "invalid_credentials";
      if (isWrong) report(context, "sign_in_failed", credentials.username);
      throw error;
    }
  }

  async function tokenAnswer(
    context: AppContext,
    values: Readonly<Record<string, unknown>>,
  ): Promise<Response> {
    const { token } = await signIn(context, values, options.tokenTtlMs);
    return context.json(
      {
        access_token: token,
        token_type: "bearer",
        expires_in: Math.floor(options.tokenTtlMs / 1000),
      },
      200,
      NOT_STORED,
    );
  }

  function beginBrowserSession(
    context: AppContext,
    { token, session }: OpenedSession,
    next: unknown,
  ): Response {
    authentication.setCookie(context, token, session.expiresAt);
    return context.redirect(localPath(next) ?? "/", 303);
  }

  function report(context: AppContext, event: SecurityEvent, username: string): void {
    options.security.onSecurityEvent(event, {
      username,
      address: clients.address(context),
      requestId: context.get("requestId"),
    });
  }

  return routes;
}

function isForm(context: AppContext): boolean {
  return context.req.header("content-type")?.includes("form") ?? false;
}

function tokenRequest(body: Body): Readonly<Record<string, unknown>> {
  const values = bodyObject(body);
  const grantType = values.grant_type;
  if (grantType === undefined || grantType === "" || grantType === "password") return values;
  throw invalidInput("grant_type", 'Only the grant type "password" is supported');
}

function publicUser({ id, username, role, createdAt }: User) {
  return { id, username, role, created_at: createdAt };
}
