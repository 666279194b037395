import type { ContentfulStatusCode } from "hono/utils/http-status";
import { ServiceError } from "../domain/errors.ts";
import { publicPath, withPublicLinks } from "./base_path.ts";
import { bearerToken } from "./bearer_token.ts";
import type { AppContext } from "./context.ts";
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

/** Texts of more characters are sent as their client reads them. */
const MAX_WHOLE_CHARACTERS = 64 * 1024;

/** A body of any length. Throws `overloaded`. */
export function bodyOf(context: AppContext, text: string): string | ReadableStream<Uint8Array> {
  if (text.length <= MAX_WHOLE_CHARACTERS) return text;
  const bytes = new TextEncoder().encode(text);
  context.header("Content-Length", String(bytes.length));
  return context.get("streams").stream(context, bytes);
}

/** An HTML response with the security headers of pages. */
export function htmlResponse(
  context: AppContext,
  html: string,
  status: ContentfulStatusCode = 200,
) {
  return context.body(bodyOf(context, withPublicLinks(context, html)), status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
  });
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
