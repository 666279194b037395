import type { AppContext } from "../context.ts";

/** Expressions have up to 10,000 characters, of up to three bytes each in a query. */
const MAX_URL_CHARACTERS = 32 * 1024;

/** The same as for the values of a form. */
const MAX_PARAMETERS = 1_000;

/** The limit of nginx for one header line. */
const MAX_HEADER_CHARACTERS = 8 * 1024;

/**
 * Every header that the service takes apart. The values of others are compared as a whole, or read
 * up to a fixed length, as is `x-forwarded-for` before this check.
 */
const PARSED_HEADERS = [
  "accept",
  "accept-encoding",
  "access-control-request-headers",
  "authorization",
  "content-type",
  "cookie",
  "if-none-match",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
] as const;

/** What is wrong with a request whose URL or headers would take long to parse. */
export function sizeProblem({ req }: AppContext): string | undefined {
  if (req.url.length > MAX_URL_CHARACTERS) {
    return `The URL is too long: at most ${MAX_URL_CHARACTERS} characters are allowed; ` +
      "send a long question in a POST body";
  }
  if (hasMoreParameters(req.url, MAX_PARAMETERS)) {
    return `The query has too many parameters: at most ${MAX_PARAMETERS} are allowed`;
  }
  const header = PARSED_HEADERS.find((name) =>
    (req.header(name)?.length ?? 0) > MAX_HEADER_CHARACTERS
  );
  return header &&
    `The header ${header} is too long: at most ${MAX_HEADER_CHARACTERS} characters are allowed`;
}

function hasMoreParameters(url: string, max: number): boolean {
  let at = url.indexOf("?");
  for (let count = 0; at >= 0 && count < max; count++) at = url.indexOf("&", at + 1);
  return at >= 0;
}
