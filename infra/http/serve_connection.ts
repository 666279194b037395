/** Circumstances of a request that Deno passes to its handler. */
export interface ConnectionInfo {
  readonly remoteAddr: Deno.NetAddr;
  /**
   * Settles when the response has been written, or cannot be. For a body that is no stream, when it
   * has been passed on. Exists once it is asked for, before the response is returned.
   */
  readonly completed: Promise<void>;
}

/** HTTP on one connection. */
export interface ServedConnection {
  /** Resolves when the connection has closed. */
  readonly finished: Promise<void>;
  /** Closes it once the requests that have begun are answered. */
  shutdown(): Promise<void>;
  /** Closes it at once, unless it has closed. */
  close(): void;
}

type Handler = (request: Request, info: ConnectionInfo) => Response | Promise<Response>;

/** The part of an AbortSignal that Deno uses. */
interface Signal {
  addEventListener(type: "abort", listener: () => void): void;
}

type ServeHttpOnConnection = (
  connection: Deno.TcpConn,
  signal: Signal,
  handler: Handler,
  onError: (error: unknown) => Response,
  onListen: () => void,
) => Omit<ServedConnection, "close">;

/**
 * Serves HTTP/1.1 or HTTP/2 on an accepted connection, as `Deno.serve` does on all connections of a
 * listener. Deno does not document this function: docs/decisions/connections-accepted-here.md.
 */
export function serveConnection(connection: Deno.TcpConn, handler: Handler): ServedConnection {
  let cancel = () => {};
  const signal: Signal = {
    addEventListener: (_type, listener) => {
      cancel = listener;
    },
  };
  const server = internal().serveHttpOnConnection(connection, signal, handler, onError, () => {});

  /**
   * Deno throws for a connection that its client has just closed. An error in a listener of a real
   * AbortSignal is uncaught and ends the program.
   */
  function close(): void {
    try {
      cancel();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  return { finished: server.finished, shutdown: () => server.shutdown(), close };
}

/**
 * Whether a handler is called for a request of HTTP/1, before it returns or awaits anything. Deno
 * does not tell the version, but it calls handlers for HTTP/1 by a function of its own.
 */
export function isCalledForHttp1(): boolean {
  return /\bat nativeMapped\b/.test(new Error().stack ?? "");
}

function internal(): { readonly serveHttpOnConnection: ServeHttpOnConnection } {
  return Reflect.get(Deno, Reflect.get(Deno, "internal"));
}

/** The app answers its errors itself. */
function onError(): Response {
  return new Response(null, { status: 500 });
}

/**
 * Keeps an advice to programmers out of the operator's log: `deno compile` ignores
 * `--unstable-no-legacy-abort`, and Deno then recommends it when a signal has been used.
 */
export function silenceSignalNotice(): void {
  const { warn } = console;
  console.warn = (...data: unknown[]) => {
    if (!String(data[0]).startsWith("Deno.serve: request.signal ")) warn(...data);
  };
}
