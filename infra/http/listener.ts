import { errorText } from "../../domain/error_text.ts";
import type { Logger } from "../telemetry/logger.ts";

const LISTEN_AGAIN_MS = 200;

type Server = Deno.HttpServer<Deno.NetAddr>;

export interface ListenerOptions {
  readonly handler: Deno.ServeHandler<Deno.NetAddr>;
  readonly logger: Logger;
}

/** A listening socket, whatever happens to it. */
export interface Listener {
  /** As in `http://127.0.0.1:8000`. */
  readonly address: string;
  /** Takes no new connections; resolves when all requests are answered. */
  shutdown(): Promise<void>;
}

/** Listens, and logs where. Throws when the address cannot be listened on. */
export function listen(
  { host: hostname, port }: { readonly host: string; readonly port: number },
  { handler, logger }: ListenerOptions,
): Listener {
  let server = open();

  /** Accepting fails while the process has no file descriptors left, and Deno then gives up. */
  function open(): Server {
    const opened = bind({ hostname, port }, handler);
    opened.finished.catch((error) => {
      logger.error("accepting_failed", { error: errorText(error) });
      openLater();
    });
    logger.info("listening", { address: addressOf(opened) });
    logger.flush();
    return opened;
  }

  function openLater(): void {
    setTimeout(() => {
      try {
        server = open();
      } catch {
        openLater();
      }
    }, LISTEN_AGAIN_MS);
  }

  function addressOf({ addr }: Server): string {
    return `http://${authority(hostname, addr.port)}`;
  }

  return {
    address: addressOf(server),
    shutdown: () => server.shutdown(),
  };
}

/** The system's own message lacks the address. */
function bind(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  try {
    return Deno.serve({ hostname, port, onListen() {} }, handler);
  } catch (error) {
    const reason = errorText(error);
    throw new Error(`Cannot listen on ${authority(hostname, port)}: ${reason}`, { cause: error });
  }
}

function authority(hostname: string, port: number): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}
