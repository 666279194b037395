import { Hono } from "hono";
import type { ApiKeys } from "../domain/accounts/api_keys.ts";
import type { Accounts } from "../domain/accounts/accounts.ts";
import { accountDeletionSchema, passwordChangeSchema } from "../domain/accounts/credentials.ts";
import type { SessionPrincipal } from "../domain/accounts/principal.ts";
import type { Sessions } from "../domain/accounts/sessions.ts";
import { parseInput } from "../domain/parse_input.ts";
import type { LogQuota, LogQuotaUsage, LogReader } from "../domain/ports.ts";
import { exportAccount } from "./account_export.ts";
import type { Authentication } from "./authentication.ts";
import { isFormPost, type ReadBody, SMALL_BODY_BYTES } from "./body.ts";
import { bodyObject, type Values } from "./body_object.ts";
import { compressExport } from "./compress.ts";
import type { AppContext, AppEnv } from "./context.ts";
import type { Devices } from "./devices.ts";
import type { Forwarded } from "./forwarded.ts";
import { EXPORT_BYTES } from "./log_export.ts";
import { wantsPage } from "./negotiate.ts";
import {
  ACCOUNT_PATH,
  type AccountPage,
  PASSWORD_CHANGED,
  type Profile,
} from "./pages/account_page.ts";
import { ACCOUNT_DELETED } from "./pages/credential_page.ts";
import { DELETION_PATH, type DeletionPage } from "./pages/deletion_page.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { signInRedirect } from "./sign_in_redirect.ts";
import type { Attempt, SignInLimits } from "./sign_in_limits.ts";
import { userDocument } from "./user_document.ts";
import type { WorkThrottle } from "./work_throttle.ts";

export interface AccountRoutesOptions {
  readonly accounts: Accounts;
  readonly sessions: Pick<Sessions, "list">;
  readonly apiKeys: Pick<ApiKeys, "list">;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  readonly logReader: LogReader;
  readonly workThrottle: WorkThrottle;
  /** Undefined without a limit. */
  readonly logQuota: LogQuota | undefined;
  readonly limits: SignInLimits;
  readonly forwarded: Forwarded;
  readonly devices: Devices;
  readonly report: ReportSecurityEvent;
  readonly page: AccountPage;
  readonly deletionPage: DeletionPage;
}

/** Routes for the account of the signed-in user: profile, password, export and deletion. */
export function createAccountRoutes(options: AccountRoutesOptions): Hono<AppEnv> {
  const { accounts, sessions, apiKeys, authentication, readBody, logReader, limits } = options;
  const { forwarded, devices, page, workThrottle } = options;
  const routes = new Hono<AppEnv>();

  routes.get("/retrieve_info", describe);

  routes.get("/account", async (context) => {
    if (!wantsPage(context)) return await describe(context);
    if (!await authentication.find(context)) return signInRedirect(context, ACCOUNT_PATH);
    const principal = await authentication.requireSession(context);
    return await page.show(context, await profileOf(principal));
  });

  // https://www.w3.org/TR/change-password-url/
  routes.get(
    "/.well-known/change-password",
    (context) => context.redirect(`${ACCOUNT_PATH}#password`, 303),
  );

  routes.get("/account/export", async (context) => {
    if (wantsPage(context) && !await authentication.find(context)) {
      return signInRedirect(context, ACCOUNT_PATH);
    }
    const principal = await authentication.requireSession(context);
    const { userId, username } = principal;
    const data = {
      user: await accounts.profile(userId),
      sessions: await sessions.list(userId),
      keys: await apiKeys.list(userId),
    };
    const reader = workThrottle.delayPages(context, logReader);
    const open = async () => compressExport(context, await exportAccount(reader, principal, data));
    const body = await context.get("streams").forward(context, EXPORT_BYTES, open);
    options.report(context, "data_exported", { username });
    return context.body(body, 200, {
      "Content-Type": "application/json",
      "Content-Disposition": `attachment; filename="mathcalculator-${username}.json"`,
      "Cache-Control": "no-store",
    });
  });

  routes.get(DELETION_PATH, async (context) => {
    if (!await authentication.find(context)) return signInRedirect(context, DELETION_PATH);
    return await options.deletionPage.show(context, await authentication.requireSession(context));
  });

  routes.post(DELETION_PATH, async (context) => {
    const isPage = isFormPost(context) && wantsPage(context);
    if (isPage && !await authentication.find(context)) {
      return signInRedirect(context, DELETION_PATH);
    }
    const principal = await authentication.requireSession(context);
    const values = bodyObject(await readBody(context, { maxBytes: SMALL_BODY_BYTES }));
    try {
      await deleteAccount(context, principal, values);
    } catch (error) {
      if (!isPage) throw error;
      return await options.deletionPage.showError(context, principal, error);
    }
    return isPage ? context.redirect(`/login?${ACCOUNT_DELETED}`, 303) : context.body(null, 204);
  });

  routes.post("/password", async (context) => {
    const isPage = isFormPost(context) && wantsPage(context);
    const signedIn = await authentication.find(context);
    if (!signedIn && isPage) return signInRedirect(context, ACCOUNT_PATH);
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
    return context.redirect(`${ACCOUNT_PATH}?${PASSWORD_CHANGED}#password`, 303);
  });

  async function describe(context: AppContext): Promise<Response> {
    const principal = await authentication.require(context);
    const user = await accounts.profile(principal.userId);
    const calculations = await logReader.count(principal.userId);
    const usage = await options.logQuota?.usage(principal.userId);
    return context.json({
      ...userDocument(user),
      calculations,
      log_quota: usage ? quotaDocument(usage) : null,
    });
  }

  async function profileOf({ userId, credential }: SessionPrincipal): Promise<Profile> {
    return {
      user: await accounts.profile(userId),
      calculations: await logReader.count(userId),
      sessions: await sessions.list(userId),
      sessionId: credential.session.id,
      keys: (await apiKeys.list(userId)).length,
    };
  }

  function attempt(context: AppContext, username: string): Attempt {
    const device = devices.find(context, username);
    return { address: forwarded.address(context), username, device };
  }

  async function deleteAccount(
    context: AppContext,
    principal: SessionPrincipal,
    values: Values,
  ): Promise<void> {
    const { current_password: password } = parseInput(accountDeletionSchema(), values);
    const { username, userId } = principal;
    await limits.checkPassword(
      attempt(context, username),
      () => accounts.delete(principal, password),
    );
    authentication.clearCookie(context);
    devices.forget(context);
    context.set("principal", undefined);
    options.report(context, "account_deleted", { userId });
  }

  async function changePassword(
    context: AppContext,
    principal: SessionPrincipal,
    values: Values,
  ): Promise<void> {
    const change = parseInput(passwordChangeSchema(), values);
    const { username } = principal;
    await limits.checkPassword(
      attempt(context, username),
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
