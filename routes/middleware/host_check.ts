import { createRecentValues } from "../recent_values.ts";
import type { Check } from "./refuse_invalid.ts";

/** A name, an IPv4 address or an IPv6 address in brackets, and an optional port. */
const AUTHORITY = /^([A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{0,5})?$/;

const HTTP = "http://";

/** The text between the scheme and the path. Deno builds the URL of a request from its Host. */
const AUTHORITY_OF_URL = /^https?:\/\/([^/?#]*)(?=\/|$)/;

/** A name has at most 253 characters. */
const MAX_HOST_CHARACTERS = 300;

/**
 * Finds what is wrong with a request without a valid Host or `:authority`: text in it such as
 * `a/metrics?` would select another route. Deno replaces a missing Host by an address of its own.
 */
export function createHostCheck(): Check {
  const validHosts = createRecentValues<true>({
    maxValues: 100,
    maxKeyCharacters: MAX_HOST_CHARACTERS,
  });

  return function hostProblem({ req, env }) {
    const host = req.header("host");
    if (host !== undefined && validHosts.get(host) && isPlainlyIn(req.url, host)) return undefined;
    // Without the path and query, which can be long.
    const authority = AUTHORITY_OF_URL.exec(req.url)?.[1];
    const isNamed = host !== undefined || env.connection?.isHttp1 === false;
    if (!isNamed && authority === env.addressWithoutHost) {
      return "The request has no Host header: send the name and port of this server in it";
    }
    if (!isValid(authority) || (host !== undefined && !isValid(host))) {
      return "Cannot read the Host header: send a name or an address and a port";
    }
    if (host !== undefined) validHosts.set(host, true);
  };
}

/** Whether the URL is that of a request over HTTP/1.1 with this Host and a path. */
function isPlainlyIn(url: string, host: string): boolean {
  return url.startsWith(HTTP) && url.startsWith(host, HTTP.length) &&
    url[HTTP.length + host.length] === "/";
}

function isValid(authority = ""): boolean {
  return authority.length <= MAX_HOST_CHARACTERS && AUTHORITY.test(authority) &&
    URL.canParse(`${HTTP}${authority}`);
}
