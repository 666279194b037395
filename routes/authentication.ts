import type { KeyVerifier } from "../domain/accounts/key_verifier.ts";
import { looksLikeKey } from "../domain/accounts/key_text.ts";
import type { Principal, Scope, SessionPrincipal } from "../domain/accounts/principal.ts";
import { expiryOf, type OpenedSession, type Sessions } from "../domain/accounts/sessions.ts";
import { ServiceError } from "../domain/errors.ts";
import { bearerTokenIn } from "./bearer_token.ts";
import type { AppContext } from "./context.ts";
import type { Cookies } from "./cookies.ts";
import type { Forwarded } from "./forwarded.ts";
import type { KeyLookUpLimit } from "./key_look_up_limit.ts";

const COOKIE = "session";
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Authenticates requests by bearer token, API key or session cookie. */
export interface Authentication {
  /**
   * Returns the principal of a valid credential. Throws `forbidden` for a cookie in a request from
   * another site, `unauthenticated` for an Authorization header without a bearer token, and
   * `rate_limited` after too many invalid API keys.
   */
  find(context: AppContext): Promise<Principal | undefined>;
  /**
   * Returns the principal if its credential has the scope, if one is given. Throws
   * `unauthenticated` without a valid credential and `forbidden` without the scope.
   */
  require(context: AppContext, scope?: Scope): Promise<Principal>;
  /**
   * Returns the principal of a session, for changes of accounts and keys. Throws `forbidden` for an
   * API key.
   */
  requireSession(context: AppContext): Promise<SessionPrincipal>;
  /** Returns the principal of the session cookie, without checks of the request's origin. */
  findCookieSession(context: AppContext): Promise<SessionPrincipal | undefined>;
  /** Throws `forbidden` if the browser's headers show that the request comes from another site. */
  rejectCrossSite(context: AppContext): void;
  /** Like `rejectCrossSite`, but accepts the origins that `CORS_ORIGINS` lists. */
  rejectUnlistedSites(context: AppContext): void;
  setCookie(context: AppContext, opened: OpenedSession): void;
  clearCookie(context: AppContext): void;
}

export interface AuthenticationOptions {
  readonly sessions: Pick<Sessions, "authenticate" | "renew">;
  /** Undefined if API keys are switched off. */
  readonly keys: Pick<KeyVerifier, "authenticate"> | undefined;
  readonly limitKeyLookUps: KeyLookUpLimit;
  readonly forwarded: Forwarded;
  readonly cookies: Cookies;
  readonly corsOrigins: readonly string[];
  readonly sessionIdleTtlMs: number;
}

export function createAuthentication(options: AuthenticationOptions): Authentication {
  const { sessions, keys, limitKeyLookUps, forwarded, cookies } = options;
  const { corsOrigins, sessionIdleTtlMs } = options;

  async function find(context: AppContext): Promise<Principal | undefined> {
    const known = context.get("principal");
    if (known) return known;
    const found = await authenticate(context);
    context.set("principal", found);
    return found;
  }

  async function authenticate(context: AppContext): Promise<Principal | undefined> {
    const bearer = headerToken(context);
    if (bearer !== undefined && looksLikeKey(bearer)) return await authenticateKey(context, bearer);
    if (bearer !== undefined) return await sessions.authenticate(bearer);
    const token = cookies.get(context, COOKIE);
    if (token !== undefined && !SAFE_METHODS.has(context.req.method)) requireSameOrigin(context);
    const principal = token === undefined ? undefined : await sessions.authenticate(token);
    const renewed = principal && await sessions.renew(principal, sessionIdleTtlMs);
    if (renewed) storeCookie(context, renewed);
    return principal;
  }

  async function findCookieSession(context: AppContext): Promise<SessionPrincipal | undefined> {
    const token = cookies.get(context, COOKIE);
    return token === undefined ? undefined : await sessions.authenticate(token);
  }

  function storeCookie(context: AppContext, { token, principal }: OpenedSession): void {
    const expires = new Date(expiryOf(principal.credential.session));
    cookies.set(context, { name: COOKIE, value: token, expires });
  }

  async function authenticateKey(
    context: AppContext,
    key: string,
  ): Promise<Principal | undefined> {
    if (!keys) throw unauthenticated("API keys are switched off on this server");
    return await keys.authenticate(key, limitKeyLookUps(forwarded.address(context)));
  }

  async function require(context: AppContext, scope?: Scope): Promise<Principal> {
    const principal = await find(context);
    if (!principal) throw unauthenticated("Sign in, or send a valid bearer token or API key");
    if (scope === undefined || principal.scopes.includes(scope)) return principal;
    throw new ServiceError("forbidden", `The API key lacks the scope ${scope}`);
  }

  async function requireSession(context: AppContext): Promise<SessionPrincipal> {
    const { credential, ...principal } = await require(context);
    if (credential.kind === "session") return { ...principal, credential };
    throw new ServiceError(
      "forbidden",
      "An API key cannot be used here: sign in, or send a token from POST /token",
    );
  }

  /** An Authorization header takes precedence over the cookie, even if it is invalid. */
  function headerToken(context: AppContext): string | undefined {
    const header = context.req.header("authorization");
    if (header === undefined) return undefined;
    const token = bearerTokenIn(header);
    if (token !== undefined) return token;
    throw unauthenticated("The Authorization header does not contain a bearer token");
  }

  function requireSameOrigin(context: AppContext): void {
    const site = context.req.header("sec-fetch-site");
    const isSame = site === undefined
      ? context.req.header("origin") === forwarded.origin(context)
      : site === "same-origin";
    if (isSame) return;
    throw new ServiceError("forbidden", "The request does not come from a page on this site");
  }

  function rejectCrossSite(context: AppContext): void {
    const fromBrowser = context.req.header("sec-fetch-site") ?? context.req.header("origin");
    if (fromBrowser !== undefined) requireSameOrigin(context);
  }

  function rejectUnlistedSites(context: AppContext): void {
    if (corsOrigins.includes(context.req.header("origin") ?? "")) return;
    rejectCrossSite(context);
  }

  return {
    find,
    require,
    requireSession,
    findCookieSession,
    rejectCrossSite,
    rejectUnlistedSites,
    setCookie: storeCookie,
    clearCookie: (context) => cookies.delete(context, COOKIE),
  };
}

function unauthenticated(message: string): ServiceError {
  return new ServiceError("unauthenticated", message);
}
