import type { TestService } from "./service.ts";
import { postToolCall } from "./mcp_request.ts";
import type { McpClient } from "./mcp_client.ts";

/** The result of a tool: its texts, its structure and the links. */
export interface ToolAnswer {
  readonly text: string;
  // deno-lint-ignore no-explicit-any -- tests read the members that they expect
  readonly structure: any;
  readonly isError: boolean;
  readonly links: readonly string[];
}

/** Calls a tool of `/mcp`. */
export async function callTool(
  { client }: McpClient,
  name: "calculate" | "digits",
  args: Readonly<Record<string, unknown>>,
): Promise<ToolAnswer> {
  return answerOf(await client.callTool({ name, arguments: { ...args } }));
}

/** Calls a tool without a client. */
export async function callToolDirectly(
  app: Pick<TestService, "request">,
  call: Parameters<typeof postToolCall>[1],
): Promise<ToolAnswer> {
  const response = await postToolCall(app, call);
  const body = await response.text();
  if (response.status !== 200) throw new Error(body);
  return answerOf(JSON.parse(body).result);
}

interface CallResult {
  readonly content: readonly { readonly type: string }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
}

function answerOf({ content, structuredContent, isError }: CallResult): ToolAnswer {
  const valuesOf = (type: string, name: string) =>
    content.filter((part) => part.type === type)
      .map((part) => String((part as unknown as Record<string, unknown>)[name]));
  return {
    text: valuesOf("text", "text").join("\n"),
    structure: structuredContent,
    isError: isError ?? false,
    links: valuesOf("resource_link", "uri"),
  };
}
