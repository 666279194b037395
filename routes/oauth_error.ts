import type { ServiceError } from "../domain/errors.ts";

/** Characters that RFC 6749 does not allow in a description. */
const NOT_ALLOWED = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g;

/** Members of an error response of the token endpoint (RFC 6749, section 5.2). */
export interface OAuthError {
  readonly error: string;
  readonly error_description: string;
}

export function oauthError(error: ServiceError): OAuthError {
  const description = error.message.replaceAll('"', "'").replace(NOT_ALLOWED, "?");
  return { error: oauthCode(error), error_description: description };
}

/** Beside the codes of section 5.2, `server_error` and `temporarily_unavailable` of 4.1.2.1. */
function oauthCode({ code, errors }: ServiceError): string {
  switch (code) {
    case "invalid_credentials":
      return "invalid_grant";
    case "rate_limited":
    case "overloaded":
    case "unavailable":
      return "temporarily_unavailable";
    case "internal":
      return "server_error";
    default:
      return errors.some(({ field }) => field === "grant_type")
        ? "unsupported_grant_type"
        : "invalid_request";
  }
}
