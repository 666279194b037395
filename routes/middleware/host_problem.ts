import type { AppContext } from "../context.ts";

/** A name, an IPv4 address or an IPv6 address in brackets, and an optional port. */
const AUTHORITY = /^([A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{0,5})?$/;

/** The text between the scheme and the path. Deno builds the URL of a request from its Host. */
const AUTHORITY_OF_URL = /^https?:\/\/([^/?#]*)(?=\/|$)/;

/**
 * What is wrong with a request without a valid Host or `:authority`: text in it such as `a/metrics?`
 * would select another route. Deno replaces a missing Host by an address of its own.
 */
export function hostProblem({ req, env }: AppContext): string | undefined {
  const authority = AUTHORITY_OF_URL.exec(req.url)?.[1];
  const host = req.header("host");
  const isNamed = host !== undefined || env.connection?.isHttp1 === false;
  if (!isNamed && authority === env.addressWithoutHost) {
    return "The request has no Host header: send the name and port of this server in it";
  }
  // Without the path and query, which can be long.
  const isValid = AUTHORITY.test(authority ?? "") && AUTHORITY.test(host ?? authority ?? "") &&
    URL.canParse(`http://${authority}`);
  return isValid ? undefined : "Cannot read the Host header: send a name or an address and a port";
}
