import { Hono } from "hono";
import type { Requester } from "../../domain/calculator.ts";
import { ServiceError } from "../../domain/errors.ts";
import { requesterOf } from "../answers.ts";
import type { Authentication } from "../authentication.ts";
import type { ReadBody } from "../body.ts";
import { isObject } from "../body_object.ts";
import type { AppContext, AppEnv } from "../context.ts";
import type { Forwarded } from "../forwarded.ts";
import { PROBLEMS } from "../problems.ts";
import { asServiceError, CLIENT_CLOSED_REQUEST } from "../respond.ts";
import type { McpAdapter } from "./adapter.ts";
import { createCancellations } from "./cancellations.ts";
import { explainError } from "./explain_error.ts";
import { forwardStream, type StreamEnd } from "./forward_stream.ts";
import { type OriginOptions, requireOwnOrigin } from "./require_own_origin.ts";
import type { Tool } from "./tool.ts";

/** An expression has at most 10,000 characters. */
const MAX_BYTES = 256 * 1024;

/** Bytes that a response holds in memory. */
const ANSWER_BYTES = 256 * 1024;

const INSTRUCTIONS =
  "Exact arithmetic and number theory on integers and fractions of any size. Use calculate for " +
  "every number that has to be right.";

export interface McpRoutesOptions extends OriginOptions {
  readonly forwarded: Forwarded;
  readonly authentication: Authentication;
  readonly readBody: ReadBody;
  /** Called with the first request. */
  readonly createTools: () => readonly Tool[];
  readonly version: string;
}

/**
 * `POST /mcp`: tools for language models. Only credentials in the header `Authorization` are
 * accepted. The adapter is imported with the first request, because its library takes long to load.
 */
export function createMcpRoutes(options: McpRoutesOptions): Hono<AppEnv> {
  const { authentication, readBody, forwarded, createTools, version } = options;
  const routes = new Hono<AppEnv>();
  const cancellations = createCancellations();
  let adapter: Promise<McpAdapter> | undefined;

  async function loadAdapter(): Promise<McpAdapter> {
    const { createMcpAdapter } = await import("./adapter.ts");
    return createMcpAdapter({ tools: createTools(), version, instructions: INSTRUCTIONS });
  }

  routes.post("/mcp", async (context) => {
    requireOwnOrigin(context, options);
    if (context.req.header("authorization") === undefined) {
      throw new ServiceError("unauthenticated", "Send an API key, as Authorization: Bearer mc_…");
    }
    const principal = await authentication.require(context, "calculate");
    const body = await readBody(context, { maxBytes: MAX_BYTES });
    if (body.kind === "form") {
      throw new ServiceError("unsupported_media_type", "Send application/json");
    }
    const session = { userId: principal.userId, id: context.req.header("mcp-session-id") };
    cancellations.accept(session, body.json);
    const { respond } = await (adapter ??= loadAdapter());
    const watched = cancellations.watch(session, body.json);
    const response = await stream(
      context,
      { requester: requesterOf(context, principal), onEnd: watched.release },
      (requester) =>
        respond(context.req.raw, body.json, {
          principal,
          requester,
          cancellation: watched.signal,
          origin: () => forwarded.root(context),
          explain: (error, args) => explain(context, error, args.expression),
        }),
    );
    if (isInitialize(body.json)) response.headers.set("Mcp-Session-Id", crypto.randomUUID());
    return response;
  });

  return routes;
}

interface StreamOptions {
  readonly requester: Requester;
  /** Called once, when everything has been sent or the client has disconnected. */
  readonly onEnd: () => void;
}

/**
 * Starts the response when work has been accepted: while a response has not started, a disconnect
 * is not noticed. Its status is certain then.
 */
async function stream(
  context: AppContext,
  { requester, onEnd }: StreamOptions,
  respond: (requester: Requester) => Promise<Response>,
): Promise<Response> {
  const accepted = Promise.withResolvers<undefined>();
  const disconnected = new AbortController();
  const responding = respond({
    ...withSignal(requester, disconnected.signal),
    onAccepted: () => accepted.resolve(undefined),
  });
  const response = await Promise.race([responding, accepted.promise]);
  if (response && !isEventStream(response)) {
    onEnd();
    return response;
  }
  const ended = Promise.withResolvers<number>();
  context.set("ended", ended.promise);
  function end(reason: StreamEnd): void {
    onEnd();
    if (reason === "disconnected") disconnected.abort();
    ended.resolve(reason === "sent" ? 200 : CLIENT_CLOSED_REQUEST);
  }
  try {
    const open = () => forwardStream(responding.then(({ body }) => body), end);
    const body = await context.get("streams").forward(context, ANSWER_BYTES, open);
    return new Response(body, {
      headers: response?.headers ?? { "Content-Type": "application/json" },
    });
  } catch (error) {
    end("disconnected");
    throw error;
  }
}

function withSignal(requester: Requester, signal: AbortSignal): Requester {
  return { ...requester, signal: () => AbortSignal.any([requester.signal(), signal]) };
}

/** The first message of clients of 2025. They send the session id with all further messages. */
function isInitialize(message: unknown): boolean {
  return isObject(message) && message.method === "initialize";
}

function isEventStream({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}

/** Explains an error to the model, and keeps a fault of the server for the application log. */
function explain(context: AppContext, thrown: unknown, expression: unknown): string {
  const error = asServiceError(thrown);
  if (PROBLEMS[error.code].status >= 500) context.set("failure", error);
  return explainError(error, expression);
}
