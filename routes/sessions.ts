import { Hono } from "hono";
import type { Sessions } from "../domain/accounts/sessions.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { wantsPage } from "./negotiate.ts";
import { ACCOUNT_PATH, SESSION_ENDED } from "./pages/account_page.ts";
import { SIGNED_OUT_EVERYWHERE } from "./pages/credential_page.ts";
import type { ReportSecurityEvent } from "./security_events.ts";
import { sessionDocument } from "./session_document.ts";
import { NO_STORE } from "./session_responses.ts";
import { signInRedirect } from "./sign_in_redirect.ts";

export interface SessionRoutesOptions {
  readonly sessions: Pick<Sessions, "list" | "endOne" | "endAll">;
  readonly authentication: Authentication;
  readonly report: ReportSecurityEvent;
}

/** Routes for the sessions of the signed-in user. They require a session, not an API key. */
export function createSessionRoutes(
  { sessions, authentication, report }: SessionRoutesOptions,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/sessions", async (context) => {
    const { userId, credential } = await authentication.requireSession(context);
    const listed = await sessions.list(userId);
    const documents = listed.map((session) => sessionDocument(session, credential.session.id));
    return context.json({ sessions: documents }, 200, NO_STORE);
  });

  routes.delete("/sessions", async (context) => {
    await endAll(context);
    return context.body(null, 204);
  });

  routes.delete("/sessions/:id", async (context) => {
    await endOne(context);
    return context.body(null, 204);
  });

  // Forms cannot send DELETE.
  routes.post("/sessions/end", async (context) => {
    const isPage = wantsPage(context);
    if (isPage && !await authentication.find(context)) return signInRedirect(context, ACCOUNT_PATH);
    await endAll(context);
    return isPage
      ? context.redirect(`/login?${SIGNED_OUT_EVERYWHERE}`, 303)
      : context.body(null, 204);
  });

  routes.post("/sessions/:id/end", async (context) => {
    const isPage = wantsPage(context);
    if (isPage && !await authentication.find(context)) return signInRedirect(context, ACCOUNT_PATH);
    await endOne(context);
    return isPage
      ? context.redirect(`${ACCOUNT_PATH}?${SESSION_ENDED}#sessions`, 303)
      : context.body(null, 204);
  });

  async function endOne(context: AppContext): Promise<void> {
    const { userId, username, credential } = await authentication.requireSession(context);
    const id = context.req.param("id")!.toLowerCase();
    await sessions.endOne(userId, id);
    if (id === credential.session.id) forgetCaller(context);
    report(context, "sessions_ended", { username });
  }

  async function endAll(context: AppContext): Promise<void> {
    const { userId, username } = await authentication.requireSession(context);
    await sessions.endAll(userId);
    forgetCaller(context);
    report(context, "sessions_ended", { username });
  }

  function forgetCaller(context: AppContext): void {
    authentication.clearCookie(context);
    context.set("principal", undefined);
  }

  return routes;
}
