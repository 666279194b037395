import type { OpenedSession, Sessions } from "../domain/accounts/sessions.ts";
import type { Authentication } from "./authentication.ts";
import type { AppContext } from "./context.ts";
import type { Devices } from "./devices.ts";
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

export interface BrowserSessionOptions {
  readonly authentication: Pick<Authentication, "findCookieSession" | "setCookie">;
  readonly sessions: Pick<Sessions, "end">;
  readonly devices: Pick<Devices, "remember">;
  readonly opened: OpenedSession;
  /** The path to go to; the home page unless it is on this site. */
  readonly next: unknown;
}

/** Ends the session that the new one replaces, sets the cookies of session and device, and redirects. */
export async function startBrowserSession(
  context: AppContext,
  { authentication, sessions, devices, opened, next }: BrowserSessionOptions,
): Promise<Response> {
  const replaced = await authentication.findCookieSession(context);
  if (replaced) await sessions.end(replaced.credential.session);
  authentication.setCookie(context, opened);
  devices.remember(context, opened.principal.username);
  return context.redirect(localPath(next) ?? "/", 303);
}
