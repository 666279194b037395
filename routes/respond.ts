import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ServiceError } from "../domain/errors.ts";
import { publicPath, withPublicLinks } from "./base_path.ts";
import { bearerToken } from "./bearer_token.ts";
import { codingOf, compress } from "./compress.ts";
import type { AppContext } from "./context.ts";
import { entityTag, isCurrent } from "./entity_tag.ts";
import { oauthError } from "./oauth_error.ts";
import { PROBLEMS } from "./problems.ts";

const INVALID_TOKEN = 'Bearer error="invalid_token", ' +
  'error_description="The token is malformed, unknown, expired or revoked"';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Longer bodies are sent as their client reads them. */
const MAX_WHOLE_LENGTH = 64 * 1024;

/** A body of any length, compressed if the client accepts it. Throws `overloaded`. */
export function bodyOf(
  context: AppContext,
  whole: string | Uint8Array<ArrayBuffer>,
): string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  const content = compress(context, whole);
  if (content.length <= MAX_WHOLE_LENGTH) return content;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  context.header("Content-Length", String(bytes.length));
  return context.get("streams").stream(context, bytes);
}

/**
 * Pages are not stored, because they show whose they are. A document is the same for everybody but
 * for its header; a page with a secret is not compressed either, also by proxies.
 */
export type PageKind = "page" | "document" | "secret";

const CACHE_CONTROL: Readonly<Record<PageKind, string>> = {
  page: "no-store",
  document: "private, no-cache",
  secret: "no-store, no-transform",
};

export interface HtmlOptions {
  readonly status?: ContentfulStatusCode | undefined;
  readonly kind?: PageKind | undefined;
}

/** An HTML response with the security headers of pages. */
export function htmlResponse(
  context: AppContext,
  html: string,
  { status = 200, kind = "page" }: HtmlOptions = {},
): Response {
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": CACHE_CONTROL[kind],
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
  };
  const page = withPublicLinks(context, html);
  if (kind === "secret") return context.body(page, status, headers);
  if (kind === "document" && isCurrent(context, entityTag(page, codingOf(context, page)))) {
    return context.body(null, 304, { ...headers, Vary: "Accept-Encoding" });
  }
  return context.body(bodyOf(context, page), status, headers);
}

/** A problem document (RFC 9457), which at the token endpoint is an OAuth 2.0 error, too. */
export function problemResponse(context: AppContext, error: ServiceError): Response {
  const document = problemDocument(context, error);
  const all = context.req.path === "/token" ? { ...document, ...oauthError(error) } : document;
  return context.body(JSON.stringify(all), document.status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  });
}

/**
 * Refuses a request that must not be parsed further, as `malformed_request`. The response is a
 * problem document whatever the client accepts.
 */
export function refuseRequest(context: AppContext, message: string): Response {
  const error = new ServiceError("malformed_request", message);
  prepareErrorResponse(context, error);
  return problemResponse(context, error);
}

export function problemDocument(context: AppContext, error: ServiceError) {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: publicPath(context, `/problems/${error.code}`),
    title,
    status,
    detail: error.message,
    code: error.code,
    request_id: context.get("requestId"),
    ...error.members,
    ...(error.errors.length > 0 && { errors: error.errors }),
  };
}

/** Status that nginx logs when a client has closed the connection; never sent. */
export const CLIENT_CLOSED_REQUEST = 499;

export function clientClosedRequest(context: AppContext): Response {
  return context.body(null, CLIENT_CLOSED_REQUEST as ContentfulStatusCode);
}

/** Stores an error for the application log, and sets the response headers that it requires. */
export function prepareErrorResponse(context: AppContext, error: ServiceError): void {
  context.set("failure", error);
  if (PROBLEMS[error.code].status === 401) {
    context.header("WWW-Authenticate", authenticateChallenge(context, error));
  }
  if (error.retryAfterSeconds !== undefined) {
    context.header("Retry-After", String(error.retryAfterSeconds));
  }
}

/** Only a request with a token is told that it is invalid (RFC 6750, section 3.1). */
function authenticateChallenge(context: AppContext, { code }: ServiceError): string {
  const isTokenInvalid = code === "unauthenticated" && bearerToken(context) !== undefined;
  return isTokenInvalid ? INVALID_TOKEN : "Bearer";
}

/** Converts any error to a ServiceError; an unexpected error becomes `internal`. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError("internal", "Unexpected error; the application log has the cause", {
    cause: error,
  });
}
