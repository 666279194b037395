import type { OpenedSession } from "../domain/accounts/sessions.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext } from "./context.ts";
import { localPath } from "./local_path.ts";

export const NO_STORE = { "Cache-Control": "no-store" };

/** The token response of OAuth 2.0 (RFC 6749, section 5.1). */
export function tokenResponse(
  context: AppContext,
  { token }: OpenedSession,
  lifetimeMs: number,
): Response {
  const document = {
    access_token: token,
    token_type: "bearer",
    expires_in: Math.floor(lifetimeMs / 1000),
  };
  return context.json(document, 200, NO_STORE);
}

/** Sets the session cookie and redirects to a local path, or to the home page. */
export function startBrowserSession(
  context: AppContext,
  authentication: Authentication,
  { token, principal }: OpenedSession,
  next: unknown,
): Response {
  authentication.setCookie(context, token, principal.credential.session.expiresAt);
  return context.redirect(localPath(next) ?? "/", 303);
}
