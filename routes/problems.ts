import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorCode } from "../domain/errors.ts";

export interface ProblemType {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** Why it happens and what helps. */
  readonly explanation: string;
  /** A request that works, for `curl`. */
  readonly example: string;
}

const FACTORIAL = `curl -X POST localhost:8000/factorial -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d`;
const TOKEN = "curl -X POST localhost:8000/token -d username=ada -d 'password=notes on the engine'";

/** Status, title and explanation of every error code. */
export const PROBLEMS: Readonly<Record<ErrorCode, ProblemType>> = {
  malformed_request: {
    status: 400,
    title: "Malformed request",
    explanation:
      "The body could not be read: it is not JSON, not UTF-8, or nested too deeply. Send a JSON object.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  unauthenticated: {
    status: 401,
    title: "Not signed in",
    explanation:
      "The request needs a token that is valid: it has none, or one that has expired or was ended. " +
      "Get a new one and send it in the Authorization header.",
    example: `${TOKEN}\n${FACTORIAL} '{"n": 20}'`,
  },
  invalid_credentials: {
    status: 401,
    title: "Wrong username or password",
    explanation: "No account has this username and this password, or it has been disabled.",
    example: TOKEN,
  },
  forbidden: {
    status: 403,
    title: "Not allowed",
    explanation:
      "This account may not do this, or the request came from a page of another site with this " +
      "site's cookie.",
    example: 'curl localhost:8000/logs -H "Authorization: Bearer $TOKEN"',
  },
  not_found: {
    status: 404,
    title: "Not found",
    explanation: "There is nothing under this address. The interface is described at /docs.",
    example: "curl localhost:8000/openapi.json",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    explanation:
      "The address exists, but not for this method. The Allow header names those it has.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  request_timeout: {
    status: 408,
    title: "Request not complete in time",
    explanation: "The body of a request must arrive within 10 seconds.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  username_taken: {
    status: 409,
    title: "Username taken",
    explanation: "Another account has this username; capital and small letters count as the same.",
    example: `curl -X POST localhost:8000/signup2 -H "Content-Type: application/json" \\
  -d '{"username": "ada-1815", "password": "notes on the engine"}'`,
  },
  body_too_large: {
    status: 413,
    title: "Body too large",
    explanation:
      "A request's body may have at most 2 MiB. A number of a million digits fits into it.",
    example: `${FACTORIAL} '{"n": "1e5"}'`,
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    explanation:
      "The body is neither JSON nor a form. Say which it is in the Content-Type header: " +
      "application/json or application/x-www-form-urlencoded.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  invalid_input: {
    status: 422,
    title: "Invalid input",
    explanation:
      "A member of the input is missing or cannot be used; the list of errors says which and why. " +
      "Numbers are JSON numbers or decimal strings and are read digit for digit.",
    example: `${FACTORIAL} '{"n": "20"}'`,
  },
  division_by_zero: {
    status: 422,
    title: "Division by zero",
    explanation: "Zero has no negative powers. 0 to the power 0 is 1.",
    example: `curl -X POST localhost:8000/pow -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d '{"base": 2, "exponent": -3}'`,
  },
  result_too_large: {
    status: 422,
    title: "Result too large",
    explanation:
      "The exact result would have more digits than this server allows; predicted_digits and " +
      "max_digits say how many. The operator sets the limit with MAX_DIGITS.",
    example: `${FACTORIAL} '{"n": 100000}'`,
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    explanation:
      "Signing up and signing in are limited in number. Try again after the seconds that the " +
      "Retry-After header says.",
    example: TOKEN,
  },
  overloaded: {
    status: 503,
    title: "Overloaded",
    explanation:
      "More calculations are waiting than the server takes on. Try again after the seconds that " +
      "the Retry-After header says.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  unavailable: {
    status: 503,
    title: "Unavailable",
    explanation:
      "The database cannot be reached, so that the answer could not be recorded or the account not " +
      "be checked; or the server is stopping. Try again after the seconds that the Retry-After header says.",
    example: "curl localhost:8000/health",
  },
  time_limit_exceeded: {
    status: 503,
    title: "Time limit exceeded",
    explanation:
      "The calculation took longer than this server allows and was stopped. A smaller one may " +
      "succeed; the operator sets the limit with TIME_LIMIT.",
    example: `${FACTORIAL} '{"n": 100000}'`,
  },
  internal: {
    status: 500,
    title: "Internal error",
    explanation:
      "Something went wrong that is not the request's fault. The operator finds the cause in the " +
      "application log under the request id.",
    example: "curl localhost:8000/health",
  },
};

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(PROBLEMS, code);
}
