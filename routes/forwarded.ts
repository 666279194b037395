import { ServiceError } from "../domain/errors.ts";
import { basePathOf } from "./base_path.ts";
import { canonicalAddress, clientNetwork } from "./client_address.ts";
import type { AppContext } from "./context.ts";
import { isInRanges } from "./is_in_ranges.ts";
import { createRecentValues } from "./recent_values.ts";

/** Schemes of pages that browsers can load from this service. */
const WEB_SCHEMES: ReadonlySet<string> = new Set(["http:", "https:"]);

/** Of the last addresses in X-Forwarded-For; the header is refused later if it is long. */
const MAX_CHAIN_CHARACTERS = 1_024;

/** Address and origin of a client's request as reported by trusted proxies. */
export interface Forwarded {
  /** Address of the client; for IPv6 the /64 network, which counts as one client. */
  address(context: AppContext): string;
  /** Scheme, host and port that the client used, without a trailing slash. */
  origin(context: AppContext): string;
  /** The address of the home page without a trailing slash: the origin and the base path. */
  root(context: AppContext): string;
}

export interface ForwardedOptions {
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
}

/** The other end of a connection. */
interface Peer {
  readonly address: string;
  readonly client: string;
  readonly isTrusted: boolean;
}

export function createForwarded({ publicUrl, trustedProxies }: ForwardedOptions): Forwarded {
  const publicOrigin = publicUrl && new URL(publicUrl).origin;
  const basePath = basePathOf(publicUrl);
  const isTrusted = isInRanges(trustedProxies);
  const peers = createRecentValues<Peer>({ maxValues: 1_000, maxKeyCharacters: 64 });

  function peerOf({ env }: AppContext): Peer {
    const { hostname = "" } = env.remoteAddr;
    const known = peers.get(hostname);
    if (known) return known;
    const address = canonicalAddress(hostname) ?? hostname;
    const peer = { address, client: clientNetwork(address), isTrusted: isTrusted(address) };
    peers.set(hostname, peer);
    return peer;
  }

  function address(context: AppContext): string {
    const peer = peerOf(context);
    return peer.isTrusted ? forwardedClient(context, peer) : peer.client;
  }

  /** Follows X-Forwarded-For back through trusted proxies, as far as it can be parsed. */
  function forwardedClient({ req }: AppContext, peer: Peer): string {
    const chain = req.header("x-forwarded-for")?.slice(-MAX_CHAIN_CHARACTERS).split(",") ?? [];
    let client = peer.address;
    while (isTrusted(client) && chain.length > 0) {
      const previous = canonicalAddress(withoutPort(chain.pop()!.trim()));
      if (previous === undefined) break;
      client = previous;
    }
    return clientNetwork(client);
  }

  function origin(context: AppContext): string {
    if (publicOrigin !== undefined) return publicOrigin;
    const url = URL.parse(context.req.url);
    if (!url) throw new ServiceError("malformed_request", "Cannot read the Host header");
    if (!peerOf(context).isTrusted) return url.origin;
    const scheme = firstItem(context.req.header("x-forwarded-proto")) ?? url.protocol.slice(0, -1);
    const host = firstItem(context.req.header("x-forwarded-host")) ?? url.host;
    const forwardedUrl = URL.parse(`${scheme}://${host}`);
    return forwardedUrl && WEB_SCHEMES.has(forwardedUrl.protocol)
      ? forwardedUrl.origin
      : url.origin;
  }

  return { address, origin, root: (context) => origin(context) + basePath };
}

/** Returns the value from the proxy nearest the client: each proxy in a chain appends its own. */
function firstItem(list: string | undefined): string | undefined {
  return list?.split(",")[0]?.trim();
}

function withoutPort(address: string): string {
  const [, bracketed, plain] = /^\[([^\]]+)\](?::\d+)?$|^([^:]+):\d+$/.exec(address) ?? [];
  return bracketed ?? plain ?? address;
}
