import type { TestService } from "./service.ts";

/** Calls a tool of `/mcp` without a client, as a request of revision 2026-07-28. */
export function postToolCall(
  app: Pick<TestService, "request">,
  options: {
    readonly credential: string;
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
  },
): Promise<Response> {
  const { credential, name, args } = options;
  return app.request("/mcp", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      Authorization: `Bearer ${credential}`,
      "MCP-Protocol-Version": "2026-07-28",
      "Mcp-Method": "tools/call",
      "Mcp-Name": name,
    },
    body: JSON.stringify(toolCall(name, args)),
  });
}

/** The message of such a request. */
export function toolCall(name: string, args: Readonly<Record<string, unknown>>) {
  return {
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: {
      name,
      arguments: args,
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { name: "tests", version: "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  };
}
