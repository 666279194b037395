import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorCode } from "../domain/errors.ts";

export interface ProblemType {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** Cause and remedy, shown to users. */
  readonly explanation: string;
  /** A working request, as a `curl` command; `{origin}` stands for the address of the service. */
  readonly example: string;
}

const FACTORIAL = `curl -X POST {origin}/factorial -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d`;
const TOKEN = "curl -X POST {origin}/token -d username=ada -d 'password=notes on the engine'";

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
      "The request has no valid token or API key: it is missing, expired or revoked. Get a new one " +
      "and send it in the Authorization header.",
    example: `${TOKEN}\n${FACTORIAL} '{"n": 20}'`,
  },
  invalid_credentials: {
    status: 401,
    title: "Wrong username or password",
    explanation: "No account has this username and password, or the account is disabled.",
    example: TOKEN,
  },
  forbidden: {
    status: 403,
    title: "Not allowed",
    explanation:
      "The account or the API key lacks the permission, or a page of another site sent the request " +
      "with the session cookie. API keys cannot change accounts or keys.",
    example: 'curl {origin}/logs -H "Authorization: Bearer $TOKEN"',
  },
  not_found: {
    status: 404,
    title: "Not found",
    explanation: "Nothing exists at this address. The API reference is at /docs.",
    example: "curl {origin}/openapi.json",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    explanation:
      "The address does not support this method. The Allow header lists the methods it supports.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  request_timeout: {
    status: 408,
    title: "Request timeout",
    explanation: "A request body must arrive within 10 seconds.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  username_taken: {
    status: 409,
    title: "Username taken",
    explanation: "Another account has this username. Usernames are not case-sensitive.",
    example: `curl -X POST {origin}/signup2 -H "Content-Type: application/json" \\
  -d '{"username": "ada-1815", "password": "notes on the engine"}'`,
  },
  too_many_keys: {
    status: 409,
    title: "Too many API keys",
    explanation: "A user can have at most 20 API keys. Revoke one that is no longer used.",
    example: `curl -X DELETE {origin}/keys/$ID -H "Authorization: Bearer $TOKEN"`,
  },
  last_administrator: {
    status: 409,
    title: "Last administrator",
    explanation:
      "Nobody could administer the service any more: the account is the only enabled one with the " +
      "role admin. Give another user that role first.",
    example: `curl -X PATCH {origin}/users/ada -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d '{"role": "admin"}'`,
  },
  gone: {
    status: 410,
    title: "Gone",
    explanation:
      "The log abbreviates results above 1,000 digits, and this one is no longer in the cache. Send " +
      "the question again and use the id of the new answer.",
    example: `${FACTORIAL} '{"n": 20000}'\n` +
      'curl "{origin}/logs/$ID/digits?from=1&count=1000" -H "Authorization: Bearer $TOKEN"',
  },
  body_too_large: {
    status: 413,
    title: "Body too large",
    explanation: "A request body may have at most 2 MiB, enough for a number of a million digits.",
    example: `${FACTORIAL} '{"n": "1e5"}'`,
  },
  unsupported_media_type: {
    status: 415,
    title: "Unsupported media type",
    explanation:
      "The body is neither JSON nor a form. Set the Content-Type header to application/json, " +
      "application/x-www-form-urlencoded or multipart/form-data, and send the body unencoded.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  invalid_input: {
    status: 422,
    title: "Invalid input",
    explanation:
      "A field of the input is missing or invalid; the list of errors says which one and why. " +
      "Numbers are JSON numbers or decimal strings and are read digit for digit.",
    example: `${FACTORIAL} '{"n": "20"}'`,
  },
  invalid_expression: {
    status: 422,
    title: "Invalid expression",
    explanation:
      "The expression cannot be read, or a value in it does not fit its operator or function. The " +
      "list of errors says why, and start and end say where, counted in UTF-16 units.",
    example: `curl -X POST {origin}/evaluate -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d '{"expression": "2^100 + 1/3"}'`,
  },
  division_by_zero: {
    status: 422,
    title: "Division by zero",
    explanation: "A divisor is 0, or 0 is raised to a negative power. 0 to the power 0 is 1.",
    example: `curl -X POST {origin}/pow -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d '{"base": 2, "exponent": -3}'`,
  },
  result_too_large: {
    status: 422,
    title: "Result too large",
    explanation:
      "The exact result has too many digits to write them all. You can still have its size with its " +
      "first and last digits (outline), or its remainder after division (mod). A program finds the " +
      "number of digits in predicted_digits and the limit in max_digits; the operator sets it with " +
      "MAX_DIGITS.",
    example: `${FACTORIAL} '{"n": "1e18", "outline": true}'`,
  },
  too_costly: {
    status: 422,
    title: "Too costly",
    explanation:
      "The answer would take longer than this server allows, or its digits cannot be decided within " +
      "its limits. predicted_seconds is the expected time, if it is known.",
    example: `${FACTORIAL} '{"n": "1e18", "outline": true}'`,
  },
  not_invertible: {
    status: 422,
    title: "Not invertible",
    explanation:
      "A number, a denominator, or the base of a negative power has a common divisor with the " +
      "modulus and therefore no inverse.",
    example: `curl -X POST {origin}/pow -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d '{"base": 3, "exponent": -1, "mod": 10}'`,
  },
  no_solution: {
    status: 422,
    title: "No solution",
    explanation:
      "Two congruences contradict each other: their residues differ modulo a common divisor of their " +
      "moduli.",
    example: `curl -X POST {origin}/crt -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -d '{"residues": [2, 3], "moduli": [3, 5]}'`,
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    explanation:
      "Sign-ups, sign-ins and invalid API keys are rate-limited, and so is what a user may add to the " +
      "request log on a day: GET /retrieve_info shows it as log_quota. While others send requests, " +
      "an address may not send thousands of them at once. Try again after the number of seconds in " +
      "the Retry-After header.",
    example: TOKEN,
  },
  overloaded: {
    status: 503,
    title: "Overloaded",
    explanation:
      "The server has too much to do. Try again after the number of seconds in the Retry-After header.",
    example: `${FACTORIAL} '{"n": 20}'`,
  },
  unavailable: {
    status: 503,
    title: "Unavailable",
    explanation:
      "The answer could not be recorded or the account could not be checked because the database " +
      "cannot be reached, or the server is stopping. Try again after the number of seconds in the " +
      "Retry-After header.",
    example: "curl {origin}/health",
  },
  time_limit_exceeded: {
    status: 503,
    title: "Time limit exceeded",
    explanation:
      "The calculation took longer than this server allows and was cancelled. The operator sets the " +
      "limit with TIME_LIMIT.",
    example: `${FACTORIAL} '{"n": 100000}'`,
  },
  internal: {
    status: 500,
    title: "Internal error",
    explanation:
      "The request failed because of an unexpected error in the server. The operator can find the " +
      "cause in the application log by the request id.",
    example: "curl {origin}/health",
  },
};

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(PROBLEMS, code);
}
