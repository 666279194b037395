import { Hono } from "hono";
import type { Accounts } from "../domain/accounts/accounts.ts";
import { newAccountSchema } from "../domain/accounts/credentials.ts";
import type { Sessions } from "../domain/accounts/sessions.ts";
import type { User } from "../domain/accounts/types.ts";
import { ServiceError } from "../domain/errors.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { Authentication } from "./authentication.ts";
import { publicPath } from "./base_path.ts";
import { type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject, type Values } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { deviceName } from "./device_name.ts";
import type { Cookies } from "./cookies.ts";
import type { Devices } from "./devices.ts";
import type { Forwarded } from "./forwarded.ts";
import { wantsPage } from "./negotiate.ts";
import { type CredentialPage, requireCookieSupport } from "./pages/credential_page.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { NO_STORE, startBrowserSession } from "./session_responses.ts";
import type { SignInLimits } from "./sign_in_limits.ts";
import { userDocument } from "./user_document.ts";

export interface SignUpRoutesOptions {
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
  readonly signup: boolean;
  readonly sessionTtlMs: number;
  readonly sessionIdleTtlMs: number;
}

/**
 * Routes that create accounts: `/signup2` for programs, `/signup` for the page and its form. JSON
 * is answered alike by both.
 */
export function createSignUpRoutes(options: SignUpRoutesOptions): Hono<AppEnv> {
  const { accounts, sessions, authentication, readBody, limits, forwarded, report } = options;
  const { cookies, devices } = options;
  const routes = new Hono<AppEnv>();

  routes.post("/signup2", async (context) => {
    authentication.rejectUnlistedSites(context);
    const body = await readBody(context, { maxBytes: SMALL_BODY_BYTES });
    return await answerProgram(context, bodyObject(body));
  });

  routes.get(
    "/signup",
    (context) =>
      wantsPage(context) ? options.page.show(context, "signup", context.req.query()) : context.json(
        {
          title: "Sign up",
          method: "POST",
          path: publicPath(context, "/signup2"),
          documentation: publicPath(context, "/docs"),
        },
      ),
  );

  routes.post("/signup", async (context) => {
    const body = await readBody(context, { maxBytes: SMALL_BODY_BYTES });
    const values = bodyObject(body);
    if (body.kind === "json") {
      authentication.rejectUnlistedSites(context);
      return await answerProgram(context, values);
    }
    authentication.rejectCrossSite(context);
    try {
      requireCookieSupport(context, cookies);
      const user = await signUp(context, values);
      const opened = await sessions.open(user, options.sessionTtlMs, {
        idleMs: options.sessionIdleTtlMs,
        device: deviceName(context.req.header("user-agent")),
      });
      const { next } = values;
      return await startBrowserSession(context, {
        authentication,
        sessions,
        devices,
        opened,
        next,
      });
    } catch (error) {
      return await options.page.showError(context, "signup", values, error);
    }
  });

  async function answerProgram(context: AppContext, values: Values): Promise<Response> {
    const user = await signUp(context, values);
    return context.json(userDocument(user), 201, NO_STORE);
  }

  async function signUp(context: AppContext, values: Values): Promise<User> {
    if (!options.signup) throw new ServiceError("forbidden", "Sign-up is closed on this server");
    const account = parseInput(newAccountSchema(), values);
    const address = forwarded.address(context);
    await limits.countSignUp(address);
    const user = await accounts.create(account);
    limits.rememberOwner({ address, username: user.username });
    report(context, "signed_up", { username: user.username });
    return user;
  }

  return routes;
}
