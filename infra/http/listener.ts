import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "../telemetry/logger.ts";

const REOPEN_AFTER_MS = 200;

type Server = Deno.HttpServer<Deno.NetAddr>;

/** The circumstances of a request. */
export interface RequestInfo {
  readonly remoteAddr: Deno.NetAddr;
  /** Host and port that Deno puts into the URL of a request that has none. */
  readonly addressWithoutHost?: string | undefined;
}

export interface ListenerOptions {
  readonly handler: (request: Request, info: RequestInfo) => Response | Promise<Response>;
  readonly logger: Logger;
}

/** A listening socket that is reopened if accepting connections fails. */
export interface Listener {
  /** Such as `http://127.0.0.1:8000`. */
  readonly address: string;
  /** Stops accepting connections; resolves when all requests have been answered. */
  shutdown(): Promise<void>;
}

/** Listens and logs the address. Throws if the address cannot be used. */
export function listen(
  { host: hostname, port }: { readonly host: string; readonly port: number },
  { handler, logger }: ListenerOptions,
): Listener {
  let server = open();

  /** When the process runs out of file descriptors, accepting fails and Deno closes the server. */
  function open(): Server {
    const opened = bind({ hostname, port }, handler);
    opened.finished.catch((error) => {
      logger.error("accepting_failed", { error: errorText(error) });
      reopenLater();
    });
    logger.info("listening", { address: addressOf(opened) });
    logger.flush();
    return opened;
  }

  function reopenLater(): void {
    setTimeout(() => {
      try {
        server = open();
      } catch {
        reopenLater();
      }
    }, REOPEN_AFTER_MS);
  }

  function addressOf({ addr }: Server): string {
    return `http://${authority(hostname, addr.port)}`;
  }

  return {
    address: addressOf(server),
    shutdown: () => server.shutdown(),
  };
}

/** Adds the address to the error message, which lacks it. */
function bind(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  handler: ListenerOptions["handler"],
): Server {
  let addressWithoutHost: string | undefined;
  try {
    const server = Deno.serve(
      { hostname, port, onListen() {} },
      (request, { remoteAddr }) => handler(request, { remoteAddr, addressWithoutHost }),
    );
    addressWithoutHost = fallbackAddress(server.addr);
    return server;
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`Cannot listen on ${authority(hostname, port)}: ${reason}`, { cause: error });
  }
}

/** As `req_host_from_addr` in Deno's `ext/http`. */
function fallbackAddress({ hostname, port }: Deno.NetAddr): string {
  const isLocal = /^(127\.|0\.0\.0\.0$|::1?$)/.test(hostname);
  const address = authority(isLocal ? "localhost" : hostname, port);
  return address.replace(/:80$/, "");
}

function authority(hostname: string, port: number): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}
