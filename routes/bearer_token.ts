import type { AppContext } from "./context.ts";

/** The scheme, one or more spaces and the token (RFC 9110, section 11.4). */
const BEARER = /^bearer +([^ ].*)$/i;

/** Returns the bearer token in the Authorization header; undefined if it does not contain one. */
export function bearerToken(context: AppContext): string | undefined {
  return bearerTokenIn(context.req.header("authorization") ?? "");
}

/** The same for the value of the header. */
export function bearerTokenIn(authorization: string): string | undefined {
  return BEARER.exec(authorization)?.[1];
}
