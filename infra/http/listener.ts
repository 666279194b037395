import { errorText } from "../../domain/error_text.ts";
import type { Admission, Throttle } from "../../domain/throttle.ts";
import { startTimer } from "../async/start_timer.ts";
import type { Logger } from "../telemetry/logger.ts";
import {
  type ClientConnection,
  type ConnectionLimits,
  createConnections,
  type OpenConnection,
  type PeerRules,
} from "./connections.ts";
import { endIfLast, leaveUnanswered } from "./last_answers.ts";
import {
  isCalledForHttp1,
  serveConnection,
  type ServedConnection,
  silenceSignalNotice,
} from "./serve_connection.ts";

/** Pause before the next attempt to accept when no connection can be closed instead. */
const ACCEPT_AGAIN_MS = 200;

const CLOSE_IDLE_EVERY_MS = 1_000;

/** A connection that is rejected waits for at least this. */
const REJECT_AFTER_MS = 1_000;

/** A connection with as many rejected HTTP/2 requests under way is closed. */
const MAX_REJECTED_REQUESTS = 4;

/** The circumstances of a request. */
export interface RequestInfo {
  readonly remoteAddr: Deno.NetAddr;
  /** Undefined without a socket. */
  readonly connection?: ClientConnection;
  /** Host and port that Deno puts into the URL of a request that has none. */
  readonly addressWithoutHost?: string | undefined;
}

export interface ListenerOptions {
  readonly handler: (request: Request, info: RequestInfo) => Response | Promise<Response>;
  readonly logger: Logger;
  readonly peers: PeerRules;
  /**
   * Delays connections before they are read. The requests of a proxy are delayed instead, because
   * they come from several clients.
   */
  readonly throttle?: Throttle | undefined;
  readonly limits?: ConnectionLimits;
  /** Time between looks for idle connections; 1 s by default. */
  readonly closeIdleEveryMs?: number;
}

export interface ListenerAddress {
  readonly host: string;
  readonly port: number;
}

/** A listening socket. */
export interface Listener {
  /** Such as `http://127.0.0.1:8000`. */
  readonly address: string;
  /** Stops accepting connections; resolves when all requests have been answered. */
  shutdown(): Promise<void>;
}

/** Listens and logs the address. Throws if the address cannot be used. */
export function listen(
  { host: hostname, port }: ListenerAddress,
  options: ListenerOptions,
): Listener {
  const { handler, logger, peers, throttle, limits = {} } = options;
  const { closeIdleEveryMs = CLOSE_IDLE_EVERY_MS } = options;
  const listener = bind({ hostname, port });
  const connections = createConnections({
    now: () => performance.now(),
    ...peers,
    ...limits,
  });
  /** Connections that are not read yet. */
  const delayed = new Set<OpenConnection>();
  const served = new Set<ServedConnection>();
  const idleTimer = setInterval(connections.closeIdle, closeIdleEveryMs);
  let isStopped = false;
  silenceSignalNotice();

  async function acceptAll(): Promise<void> {
    while (!isStopped) {
      try {
        accept(await listener.accept());
      } catch (error) {
        if (!isStopped && !isGone(error)) await recover(error);
      }
      // Else, many connections would be accepted before any request goes on.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Accepting fails when the process has no descriptors left. */
  async function recover(error: unknown): Promise<void> {
    logger.error("accepting_failed", { error: errorText(error) });
    if (connections.closeOne()) return;
    await new Promise((resolve) => setTimeout(resolve, ACCEPT_AGAIN_MS));
  }

  function accept(socket: Deno.TcpConn): void {
    const { hostname } = socket.remoteAddr;
    if (!throttle || peers.isProxy(hostname)) return open(socket);
    const client = peers.clientOf(hostname);
    const admission = throttle.admitConnection(client);
    if (admission) open(socket, admission);
    else reject(socket);
  }

  /** Closes a connection that is not read, but late: at once, its client would try again at once. */
  function reject(socket: Deno.TcpConn): void {
    let close = () => socket.close();
    const connection = connections.add(socket.remoteAddr, { onClose: () => close() });
    if (!connection) return socket.close();
    const ms = REJECT_AFTER_MS * (1 + Math.random());
    close = delay(socket, connection, { ms, begin: connection.close });
  }

  function open(socket: Deno.TcpConn, admission?: Admission): void {
    let close = () => socket.close();
    const connection = connections.add(socket.remoteAddr, { onClose: () => close(), admission });
    if (!connection) return socket.close();
    const begin = () => {
      try {
        close = serve(socket, connection);
      } catch (error) {
        connection.remove();
        closeIfOpen(socket);
        logger.error("accepting_failed", { error: errorText(error) });
      }
    };
    if (!admission || admission.waitMs === 0) begin();
    else close = delay(socket, connection, { ms: admission.waitMs, begin });
  }

  /** Returns a function that closes the socket, until the connection has begun. */
  function delay(
    socket: Deno.TcpConn,
    connection: OpenConnection,
    { ms, begin }: { readonly ms: number; readonly begin: () => void },
  ): () => void {
    const cancel = startTimer(ms, () => {
      delayed.delete(connection);
      begin();
    });
    delayed.add(connection);
    return () => {
      cancel();
      delayed.delete(connection);
      closeIfOpen(socket);
    };
  }

  /** Returns a function that closes the connection. */
  function serve(socket: Deno.TcpConn, connection: OpenConnection): () => void {
    // Deno asks for the address anew, and finds none if the client has reset the connection.
    const { remoteAddr } = socket;
    const addressWithoutHost = fallbackAddress(socket.localAddr);
    const server = serveConnection(socket, (request, info) => {
      if (connection.isNew && !isCalledForHttp1()) connection.useHttp2();
      if (connection.rejected >= MAX_REJECTED_REQUESTS) connection.close();
      // Deno passes on what it had read before.
      if (!connection.isOpen) return new Response(null, { status: 503 });
      if (connection.hasEnded) return leaveUnanswered(connection);
      const end = connection.begin();
      if (connection.isSpent && connection.isHttp1) connection.closeAfterAnswers();
      const send = (response: Response) => {
        end();
        return endIfLast(response, { connection, request, info });
      };
      const fail = (error: unknown): never => {
        end();
        throw error;
      };
      let response: Response | Promise<Response>;
      try {
        response = handler(request, { remoteAddr, connection, addressWithoutHost });
      } catch (error) {
        return fail(error);
      }
      return response instanceof Promise ? response.then(send, fail) : send(response);
    });
    served.add(server);
    server.finished.catch(() => {}).finally(() => {
      connection.remove();
      served.delete(server);
    });
    return server.close;
  }

  async function shutdown(): Promise<void> {
    isStopped = true;
    listener.close();
    for (const connection of delayed) connection.close();
    await Promise.all([...served].map((server) => server.shutdown()));
    clearInterval(idleTimer);
  }

  acceptAll();
  const address = `http://${authority(hostname, listener.addr.port)}`;
  logger.info("listening", { address });
  logger.flush();
  return { address, shutdown };
}

/** Whether a client has reset its connection before it was accepted, which concerns no one else. */
function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.ConnectionReset;
}

function closeIfOpen(socket: Deno.TcpConn): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** Adds the address to the error message, which lacks it. */
function bind(address: { readonly hostname: string; readonly port: number }): Deno.TcpListener {
  try {
    return Deno.listen(address);
  } catch (error) {
    const reason = errorText(error);
    const name = authority(address.hostname, address.port);
    throw new Error(`Cannot listen on ${name}: ${reason}`, { cause: error });
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
