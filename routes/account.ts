import { Hono } from "hono";
import type { Accounts } from "../domain/accounts/accounts.ts";
import { passwordChangeSchema } from "../domain/accounts/credentials.ts";
import type { Principal, SessionPrincipal } from "../domain/accounts/principal.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { LogQuota, LogQuotaUsage, LogReader } from "../domain/ports.ts";
import type { Authentication } from "./authentication.ts";
import { isFormPost, type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject, type Values } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";
import { wantsPage } from "./negotiate.ts";
import { type AccountPage, PASSWORD_CHANGED, type Profile } from "./pages/account_page.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { signInRedirect } from "./sign_in_redirect.ts";
import type { SignInLimits } from "./sign_in_limits.ts";
import { userDocument } from "./user_document.ts";

export interface AccountRoutesOptions {
  readonly accounts: Accounts;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly logReader: LogReader;
  /** Undefined without a limit. */
  readonly logQuota: LogQuota | undefined;
  readonly limits: SignInLimits;
  readonly forwarded: Forwarded;
  readonly report: ReportSecurityEvent;
  readonly page: AccountPage;
}

/** Routes for the profile and the password of the signed-in user. */
export function createAccountRoutes(options: AccountRoutesOptions): Hono<AppEnv> {
  const { accounts, authentication, readBody, logReader, limits, forwarded, page } = options;
  const routes = new Hono<AppEnv>();

  routes.get("/retrieve_info", describe);

  routes.get("/account", async (context) => {
    if (!wantsPage(context)) return await describe(context);
    if (!await authentication.find(context)) return signInRedirect(context, "/account");
    const principal = await authentication.requireSession(context);
    return await page.show(context, await profileOf(principal));
  });

  routes.post("/password", async (context) => {
    const isPage = isFormPost(context) && wantsPage(context);
    const signedIn = await authentication.find(context);
    if (!signedIn && isPage) return signInRedirect(context, "/account");
    const principal = await authentication.requireSession(context);
    const values = bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES }));
    if (!isPage) {
      await changePassword(context, principal, values);
      return context.body(null, 204);
    }
    const profile = await profileOf(principal);
    try {
      await changePassword(context, principal, values);
    } catch (error) {
      return await page.showError(context, profile, error);
    }
    return context.redirect(`/account?${PASSWORD_CHANGED}`, 303);
  });

  async function describe(context: AppContext): Promise<Response> {
    const principal = await authentication.require(context);
    const { user, calculations } = await profileOf(principal);
    const usage = await options.logQuota?.usage(principal.userId);
    return context.json({
      ...userDocument(user),
      calculations,
      log_quota: usage ? quotaDocument(usage) : null,
    });
  }

  async function profileOf({ userId }: Principal): Promise<Profile> {
    const user = await accounts.profile(userId);
    return { user, calculations: await logReader.count(userId) };
  }

  async function changePassword(
    context: AppContext,
    principal: SessionPrincipal,
    values: Values,
  ): Promise<void> {
    const change = parseInput(passwordChangeSchema, values);
    const { username } = principal;
    await limits.checkPassword(
      { address: forwarded.address(context), username },
      () =>
        accounts.changePassword(principal, {
          currentPassword: change.current_password,
          newPassword: change.new_password,
        }),
    );
    options.report(context, "password_changed", { username });
  }

  return routes;
}

function quotaDocument({ usedBytes, maxBytes, resetsAt }: LogQuotaUsage) {
  return {
    used_bytes: usedBytes,
    max_bytes: maxBytes,
    resets_at: new Date(resetsAt).toISOString(),
  };
}
