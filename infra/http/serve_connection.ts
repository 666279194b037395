/** Circumstances of a request that Deno passes to its handler. */
export interface ConnectionInfo {
  readonly remoteAddr: Deno.NetAddr;
}

/** HTTP on one connection. */
export interface ServedConnection {
  /** Resolves when the connection has closed. */
  readonly finished: Promise<void>;
  /** Closes it once the requests that have begun are answered. */
  shutdown(): Promise<void>;
}

export interface ServeConnectionOptions {
  readonly handler: (request: Request, info: ConnectionInfo) => Response | Promise<Response>;
  /** Closes the connection at once when it aborts. */
  readonly signal: AbortSignal;
}

type ServeHttpOnConnection = (
  connection: Deno.TcpConn,
  signal: AbortSignal,
  handler: ServeConnectionOptions["handler"],
  onError: (error: unknown) => Response,
  onListen: () => void,
) => ServedConnection;

/**
 * Serves HTTP/1.1 or HTTP/2 on an accepted connection, as `Deno.serve` does on all connections of a
 * listener. Deno does not document this function: docs/decisions/connections-accepted-here.md.
 */
export function serveConnection(
  connection: Deno.TcpConn,
  { handler, signal }: ServeConnectionOptions,
): ServedConnection {
  const closing = withoutLateErrors(signal);
  return internal().serveHttpOnConnection(connection, closing, handler, onError, () => {});
}

/**
 * Deno's listener throws BadResource if the client has closed the connection and `finished` has not
 * resolved yet. Thrown by a listener, the error would end the process.
 */
function withoutLateErrors(signal: AbortSignal): AbortSignal {
  const addEventListener = signal.addEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListener, options: unknown) =>
    addEventListener(type, (event) => {
      try {
        listener(event);
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    }, options as AddEventListenerOptions);
  return signal;
}

function internal(): { readonly serveHttpOnConnection: ServeHttpOnConnection } {
  return Reflect.get(Deno, Reflect.get(Deno, "internal"));
}

/** The app answers its errors itself. */
function onError(): Response {
  return new Response(null, { status: 500 });
}
