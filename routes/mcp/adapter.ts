import {
  createMcpHandler,
  isLegacyRequest,
  McpServer,
  type ServerContext,
  type StandardSchemaWithJSON,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Requester } from "../../domain/calculator.ts";
import type { Progress } from "../../domain/ports.ts";
import { isObject } from "../body_object.ts";
import type { JsonSchema, Tool, ToolArguments, ToolCall, ToolResult } from "./tool.ts";

const PROGRESS_EVERY_MS = 1_000;

/** The revision without a handshake. Each of its requests names it in a header. */
const STATELESS_REVISION = "2026-07-28";

/** Lists do not change while the program runs. */
const LISTS_VALID_MS = 3_600_000;

export interface McpAdapterOptions {
  readonly tools: readonly Tool[];
  readonly version: string;
  /** What the server is for, in one sentence for a model. */
  readonly instructions: string;
}

/** The Model Context Protocol over HTTP: revision 2026-07-28 and those of 2025. */
export interface McpAdapter {
  /** Answers a message or a batch. The caller has been authenticated, and the body parsed. */
  respond(request: Request, body: unknown, exchange: McpExchange): Promise<Response>;
}

/** What the calls of one body have in common. */
export interface McpExchange extends ToolCall {
  /** The signal that aborts when the client cancels one of the requests, if it can. */
  cancellation(requestId: unknown): AbortSignal | undefined;
}

/**
 * A server of the package answers one message; it checks neither credentials nor origins. Messages
 * of 2025 that want no progress are answered with JSON, which costs half as much as the event
 * stream that the package sends.
 */
export function createMcpAdapter(options: McpAdapterOptions): McpAdapter {
  const tools = options.tools.map((tool) => ({ tool, description: describeTool(tool) }));
  const handler = createMcpHandler(
    ({ authInfo, era }) =>
      createServer(authInfo!.extra!.exchange as McpExchange, {
        ...options,
        tools,
        response: era === "legacy" ? "started" : "pending",
      }),
    // The tools never change, so that there is nothing to subscribe to.
    { maxSubscriptions: 0 },
  );

  async function respond(
    request: Request,
    parsedBody: unknown,
    exchange: McpExchange,
  ): Promise<Response> {
    if (!wantsProgress(parsedBody) && await hasHandshake(request, parsedBody)) {
      const server = createServer(exchange, { ...options, tools, response: "pending" });
      return await respondWithJson(server, request, parsedBody);
    }
    const { userId } = exchange.principal;
    const authInfo = { token: "", clientId: userId, scopes: [], extra: { exchange } };
    return await handler.fetch(request, { parsedBody, authInfo });
  }

  return { respond };
}

async function hasHandshake(request: Request, parsedBody: unknown): Promise<boolean> {
  return request.headers.get("mcp-protocol-version") !== STATELESS_REVISION &&
    await isLegacyRequest(request, parsedBody);
}

/** Whether a message, or one of a batch, has a progress token. */
function wantsProgress(body: unknown): boolean {
  return [body].flat().some((message) => {
    const params = isObject(message) ? message.params : undefined;
    const meta = isObject(params) ? params._meta : undefined;
    return isObject(meta) && meta.progressToken !== undefined;
  });
}

async function respondWithJson(
  server: McpServer,
  request: Request,
  parsedBody: unknown,
): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody });
  } finally {
    await server.close();
  }
}

interface ServerOptions extends Omit<McpAdapterOptions, "tools"> {
  readonly tools: readonly {
    readonly tool: Tool;
    readonly description: ReturnType<typeof describeTool>;
  }[];
  /** Whether the response has started before a tool is called, as event streams of 2025 have. */
  readonly response: "started" | "pending";
}

function createServer(exchange: McpExchange, options: ServerOptions): McpServer {
  const { tools, version, instructions, response } = options;
  const hint = { ttlMs: LISTS_VALID_MS, cacheScope: "public" } as const;
  const server = new McpServer(
    { name: "mathcalculator", title: "MathCalculator", version },
    {
      instructions,
      capabilities: { tools: { listChanged: false } },
      cacheHints: { "tools/list": hint, "server/discover": hint },
    },
  );
  for (const { tool, description } of tools) {
    server.registerTool(tool.name, description, async (args, context) => {
      const progress = createProgressNotifier(context);
      const onAccepted = progress.start ??
        (response === "pending" ? exchange.requester.onAccepted : undefined);
      const call = observedCall(exchange, context, onAccepted);
      try {
        return resultOf(await tool.call(args, call));
      } catch (error) {
        if (call.requester.signal().aborted) throw error;
        return {
          content: [{ type: "text", text: call.explain(error, args) }],
          isError: true,
        };
      } finally {
        progress.stop();
      }
    });
  }
  return server;
}

function describeTool({ title, description, inputSchema, outputSchema }: Tool) {
  return {
    title,
    description,
    inputSchema: schema(inputSchema),
    outputSchema: schema(outputSchema),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  };
}

/** The tools validate their arguments themselves, so that their errors have hints. */
function schema(jsonSchema: JsonSchema): StandardSchemaWithJSON<ToolArguments, ToolArguments> {
  return {
    "~standard": {
      version: 1,
      vendor: "mathcalculator",
      validate: (value) => ({ value: value as ToolArguments }),
      jsonSchema: { input: () => ({ ...jsonSchema }), output: () => ({ ...jsonSchema }) },
    },
  };
}

function observedCall(
  { cancellation, ...call }: McpExchange,
  { mcpReq }: ServerContext,
  onAccepted: Requester["onAccepted"],
): ToolCall {
  const { onAccepted: _, ...requester } = call.requester;
  const cancelled = cancellation(mcpReq.id);
  const signals = cancelled ? [mcpReq.signal, cancelled] : [mcpReq.signal];
  return {
    ...call,
    requester: {
      ...requester,
      signal: () => AbortSignal.any([requester.signal(), ...signals]),
      ...(onAccepted && { onAccepted }),
    },
  };
}

/** Sends the progress every second while it grows, if the client has asked for it. */
function createProgressNotifier({ mcpReq }: ServerContext) {
  const progressToken = mcpReq._meta?.progressToken;
  let timer: ReturnType<typeof setInterval> | undefined;
  let sent = -1;

  function send({ fraction, secondsLeft }: Progress): void {
    if (fraction <= sent) return;
    sent = fraction;
    const message = `about ${Math.ceil(secondsLeft)} s left`;
    mcpReq.notify({
      method: "notifications/progress",
      params: { progressToken, progress: fraction, total: 1, message },
    }).catch(() => {});
  }

  /** Sends one at once, which makes the response an event stream. */
  function start(progress: () => Progress): void {
    clearInterval(timer);
    send(progress());
    timer = setInterval(() => send(progress()), PROGRESS_EVERY_MS);
  }

  return {
    start: progressToken === undefined ? undefined : start,
    stop: () => clearInterval(timer),
  };
}

function resultOf({ text, structure, link }: ToolResult) {
  const links = link
    ? [{
      type: "resource_link" as const,
      uri: link.url,
      name: "digits",
      description: link.description,
      mimeType: "text/plain",
    }]
    : [];
  return {
    content: [{ type: "text" as const, text }, ...links],
    structuredContent: { ...structure },
  };
}
