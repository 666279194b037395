import { Hono } from "hono";
import type { Accounts, Credentials } from "../domain/accounts/accounts.ts";
import { credentialsSchema } from "../domain/accounts/credentials.ts";
import type { OpenedSession, Sessions } from "../domain/accounts/sessions.ts";
import { invalidInput } from "../domain/errors.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { Authentication } from "./authentication.ts";
import { publicPath } from "./base_path.ts";
import { isFormPost, type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject, type Values } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { deviceName } from "./device_name.ts";
import type { Cookies } from "./cookies.ts";
import type { Devices } from "./devices.ts";
import type { Forwarded } from "./forwarded.ts";
import { wantsPage } from "./negotiate.ts";
import { type CredentialPage, requireCookieSupport } from "./pages/credential_page.ts";
import { asServiceError } from "./respond.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { startBrowserSession, tokenResponse } from "./session_responses.ts";
import type { SignInLimits } from "./sign_in_limits.ts";

/**
 * Pages that the browser keeps, also those to go back to. `"cookies"` would sign the user out of
 * other services below the same domain, and `"storage"` would forget the theme, which is no secret.
 */
const CLEARED = '"cache"';

export interface SignInRoutesOptions {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly limits: SignInLimits;
  readonly forwarded: Forwarded;
  readonly cookies: Cookies;
  readonly devices: Devices;
  readonly report: ReportSecurityEvent;
  readonly page: CredentialPage;
  readonly tokenTtlMs: number;
  readonly sessionTtlMs: number;
  readonly sessionIdleTtlMs: number;
}

/** Routes that start and end sessions: tokens for programs, cookies for browsers. */
export function createSignInRoutes(options: SignInRoutesOptions): Hono<AppEnv> {
  const { accounts, sessions, authentication, readBody, limits, forwarded, report } = options;
  const { cookies, devices, page, tokenTtlMs, sessionTtlMs, sessionIdleTtlMs } = options;
  const routes = new Hono<AppEnv>();

  routes.post("/token", async (context) => {
    authentication.rejectUnlistedSites(context);
    const values = bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES }));
    requirePasswordGrant(values);
    return tokenResponse(context, await signIn(context, values, tokenTtlMs), tokenTtlMs);
  });

  routes.get(
    "/login",
    (context) =>
      wantsPage(context) ? page.show(context, "login", context.req.query()) : context.json(
        {
          title: "Sign in",
          method: "POST",
          path: publicPath(context, "/token"),
          documentation: publicPath(context, "/docs"),
        },
      ),
  );

  routes.post("/login", async (context) => {
    const body = await readBody(context, { maxBytes: SMALL_BODY_BYTES });
    const values = bodyObject(body);
    if (body.kind === "json") {
      authentication.rejectUnlistedSites(context);
      return tokenResponse(context, await signIn(context, values, tokenTtlMs), tokenTtlMs);
    }
    authentication.rejectCrossSite(context);
    try {
      requireCookieSupport(context, cookies);
      const opened = await signIn(context, values, sessionTtlMs, sessionIdleTtlMs);
      const { next } = values;
      return await startBrowserSession(context, {
        authentication,
        sessions,
        devices,
        opened,
        next,
      });
    } catch (error) {
      return await page.showError(context, "login", values, error);
    }
  });

  routes.post("/logout", async (context) => {
    const isForm = isFormPost(context);
    // Browsers omit the cookie in forms of other sites, but obey a response that deletes it.
    if (isForm) authentication.rejectCrossSite(context);
    const isSignedOut = isForm && !await authentication.find(context);
    const principal = isSignedOut ? undefined : await authentication.requireSession(context);
    authentication.clearCookie(context);
    context.header("Clear-Site-Data", CLEARED);
    context.set("principal", undefined);
    if (principal) {
      await sessions.end(principal.credential.session);
      report(context, "signed_out", { username: principal.username });
    }
    return isForm ? context.redirect("/", 303) : context.body(null, 204);
  });

  async function signIn(
    context: AppContext,
    values: Values,
    lifetimeMs: number,
    idleMs?: number,
  ): Promise<OpenedSession> {
    try {
      const credentials: Credentials = parseInput(credentialsSchema(), values);
      const { username } = credentials;
      const user = await limits.checkPassword(
        {
          address: forwarded.address(context),
          username,
          device: devices.find(context, username),
        },
        () => accounts.verify(credentials),
      );
      const opened = await sessions.open(user, lifetimeMs, {
        idleMs,
        device: deviceName(context.req.header("user-agent")),
      });
      report(context, "signed_in", { username: user.username });
      return opened;
    } catch (error) {
      const { code, userId } = asServiceError(error);
      report(context, "sign_in_failed", { userId, reason: code });
      throw error;
    }
  }

  return routes;
}

/** OAuth 2.0 clients send a grant type; only the password grant is supported. */
function requirePasswordGrant({ grant_type: grantType = "" }: Values): void {
  if (grantType === "" || grantType === "password") return;
  throw invalidInput("grant_type", 'Only the grant type "password" is supported');
}
