import {
  createMcpHandler,
  type McpRequestContext,
  McpServer,
  type ServerContext,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import type { Requester } from "../../domain/calculator.ts";
import type { Progress } from "../../domain/ports.ts";
import type { JsonSchema, Tool, ToolArguments, ToolCall, ToolResult } from "./tool.ts";

const PROGRESS_EVERY_MS = 1_000;

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
  /** Answers one message. The caller has been authenticated, and the body has been parsed. */
  respond(request: Request, body: unknown, call: ToolCall): Promise<Response>;
}

/** The package creates a server for each message; it checks neither credentials nor origins. */
export function createMcpAdapter(options: McpAdapterOptions): McpAdapter {
  const tools = options.tools.map((tool) => ({ tool, description: describeTool(tool) }));
  const handler = createMcpHandler(
    ({ authInfo, era }) =>
      createServer(authInfo!.extra!.call as ToolCall, { ...options, tools, era }),
    // The tools never change, so that there is nothing to subscribe to.
    { maxSubscriptions: 0 },
  );
  return {
    respond: (request, parsedBody, call) => {
      const authInfo = { token: "", clientId: call.principal.userId, scopes: [], extra: { call } };
      return handler.fetch(request, { parsedBody, authInfo });
    },
  };
}

interface ServerOptions extends Omit<McpAdapterOptions, "tools"> {
  readonly tools: readonly {
    readonly tool: Tool;
    readonly description: ReturnType<typeof describeTool>;
  }[];
  readonly era: McpRequestContext["era"];
}

function createServer(call: ToolCall, options: ServerOptions): McpServer {
  const { tools, version, instructions, era } = options;
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
      // Responses of 2025 are event streams, which have started.
      const onAccepted = progress.start ??
        (era === "modern" ? call.requester.onAccepted : undefined);
      try {
        return resultOf(await tool.call(args, observedCall(call, context, onAccepted)));
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

/** The tools validate their arguments themselves, so that their errors name the cure. */
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
  call: ToolCall,
  { mcpReq }: ServerContext,
  onAccepted: Requester["onAccepted"],
): ToolCall {
  const { onAccepted: _, ...requester } = call.requester;
  return {
    ...call,
    requester: {
      ...requester,
      signal: () => AbortSignal.any([requester.signal(), mcpReq.signal]),
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
