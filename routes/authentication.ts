import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Sessions } from "../domain/accounts/sessions.ts";
import type { Session } from "../domain/accounts/types.ts";
import { ServiceError } from "../domain/errors.ts";
import type { AppContext } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";

const HOST_COOKIE = "__Host-session";
const PLAIN_COOKIE = "session";
const BEARER = "bearer ";
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Who asks, and the cookie that says so. */
export interface Authentication {
  /** The session of the token or cookie, if it is valid. Throws `forbidden` for another site's page. */
  session(context: AppContext): Promise<Session | undefined>;
  /** Throws `unauthenticated` without a valid session. */
  require(context: AppContext): Promise<Session>;
  /** Throws `forbidden` if a browser says that another site's page sends the request. */
  rejectCrossSite(context: AppContext): void;
  /** Whether the client's browser would keep and send a session cookie. */
  canKeepCookie(context: AppContext): boolean;
  setCookie(context: AppContext, token: string, expiresAt: number): void;
  clearCookie(context: AppContext): void;
}

export interface AuthenticationOptions {
  readonly sessions: Pick<Sessions, "authenticate">;
  readonly clients: Forwarded;
  readonly allowInsecureCookies: boolean;
}

export function createAuthentication(options: AuthenticationOptions): Authentication {
  const { sessions, clients, allowInsecureCookies } = options;

  async function session(context: AppContext): Promise<Session | undefined> {
    const known = context.get("session");
    if (known) return known;
    const token = bearerToken(context) ?? cookieToken(context);
    const found = token === undefined ? undefined : await sessions.authenticate(token);
    context.set("session", found);
    return found;
  }

  /** An Authorization header decides, even against a valid cookie. */
  function bearerToken(context: AppContext): string | undefined {
    const header = context.req.header("authorization");
    if (header === undefined) return undefined;
    const token = header.slice(BEARER.length).trim();
    if (token !== "" && header.slice(0, BEARER.length).toLowerCase() === BEARER) return token;
    throw unauthenticated("The Authorization header holds no bearer token");
  }

  function cookieToken(context: AppContext): string | undefined {
    if (context.req.header("cookie") === undefined) return undefined;
    const token = getCookie(context, cookieName(context));
    if (token !== undefined && !SAFE_METHODS.has(context.req.method)) requireSameOrigin(context);
    return token;
  }

  function requireSameOrigin(context: AppContext): void {
    const site = context.req.header("sec-fetch-site");
    const same = site === undefined
      ? context.req.header("origin") === clients.origin(context)
      : site === "same-origin";
    if (!same) throw forbiddenSite();
  }

  function rejectCrossSite(context: AppContext): void {
    const isBrowsers = context.req.header("sec-fetch-site") ?? context.req.header("origin");
    if (isBrowsers !== undefined) requireSameOrigin(context);
  }

  async function requireSession(context: AppContext): Promise<Session> {
    const found = await session(context);
    if (found) return found;
    throw unauthenticated("Sign in, or send a bearer token that is valid");
  }

  function isTrustworthy(context: AppContext): boolean {
    const { protocol, hostname } = new URL(clients.origin(context));
    return protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
  }

  function cookieName(context: AppContext): string {
    return isTrustworthy(context) ? HOST_COOKIE : PLAIN_COOKIE;
  }

  function cookieOptions(context: AppContext) {
    const secure = isTrustworthy(context);
    return { path: "/", httpOnly: true, sameSite: "Lax", secure } as const;
  }

  return {
    session,
    require: requireSession,
    rejectCrossSite,
    canKeepCookie: (context) => allowInsecureCookies || isTrustworthy(context),
    setCookie: (context, token, expiresAt) =>
      setCookie(context, cookieName(context), token, {
        ...cookieOptions(context),
        expires: new Date(expiresAt),
      }),
    clearCookie: (context) => {
      deleteCookie(context, cookieName(context), cookieOptions(context));
    },
  };
}

function unauthenticated(message: string): ServiceError {
  return new ServiceError("unauthenticated", message);
}

function forbiddenSite(): ServiceError {
  return new ServiceError("forbidden", "The request does not come from a page of this site");
}
