import type { OpenConnection } from "./connections.ts";
import type { ConnectionInfo } from "./serve_connection.ts";
import { leavesBodyUnread, withoutEnd } from "./unread_body.ts";

/** Time between the last answer and the end of a connection, in which the answer leaves. */
const LINGER_MS = 5;

/**
 * The same after a request with a longer body, or one of undeclared length: a client that is still
 * sending it when the connection closes cannot read the answer.
 */
const LINGER_AFTER_BODY_MS = 1_000;
const SHORT_BODY_BYTES = 16 * 1024;

/** The same instead of reading a body, which Deno takes into memory meanwhile. */
const LINGER_INSTEAD_OF_BODY_MS = 20;

/** A request that is answered, and its connection. */
export interface Exchange {
  readonly connection: OpenConnection;
  readonly request: Request;
  readonly info: ConnectionInfo;
}

/** Closes the connection soon: an answer would make Deno pass on more requests until then. */
export function leaveUnanswered(connection: OpenConnection): Promise<Response> {
  setTimeout(connection.closeUnlessBusy, LINGER_MS);
  return new Promise(() => {});
}

/** Closes the connection after the response if it is to be the last one. Returns what to send. */
export function endIfLast(
  response: Response,
  exchange: Exchange,
): Response | Promise<Response> {
  const { connection, request } = exchange;
  const { isHttp1, abandonedBody } = connection;
  const isUnread = isHttp1 && (abandonedBody !== undefined || leavesBodyUnread(request));
  if (!isUnread) return connection.isClosing ? last(response, exchange) : response;
  connection.closeAfterAnswers();
  return abandonedBody?.isReading
    ? whileReading(response, connection)
    : instead(response, connection);
}

function last(response: Response, { connection, request, info }: Exchange): Response {
  const ms = lingerMs(request);
  const close = () => setTimeout(connection.closeUnlessBusy, ms);
  if (response.body) info.completed.then(close, close);
  else close();
  // As a stream, so that Deno tells when it has been written.
  const last = new Response(response.body?.pipeThrough(new TransformStream()), response);
  if (connection.isHttp1) last.headers.set("Connection", "close");
  return last;
}

/** Sends the answer, and closes the connection instead of reading the rest of the body. */
async function instead(response: Response, connection: OpenConnection): Promise<Response> {
  const answer = await withoutEnd(response).catch(() => undefined);
  setTimeout(connection.close, answer ? LINGER_INSTEAD_OF_BODY_MS : 0);
  answer?.headers.set("Connection", "close");
  return answer ?? new Response(null, { status: 503 });
}

/** Deno would not close a connection before the end of its answer while a read is pending. */
function whileReading(response: Response, connection: OpenConnection): Response {
  setTimeout(connection.close, LINGER_INSTEAD_OF_BODY_MS);
  const last = new Response(response.body, response);
  last.headers.set("Connection", "close");
  return last;
}

function lingerMs({ headers }: Request): number {
  const declared = Number(headers.get("content-length") ?? 0);
  const isShort = declared <= SHORT_BODY_BYTES && !headers.has("transfer-encoding");
  return isShort ? LINGER_MS : LINGER_AFTER_BODY_MS;
}
