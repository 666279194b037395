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
  const { content, structuredContent, isError } = await client.callTool({
    name,
    arguments: { ...args },
  });
  return {
    text: content.flatMap((part) => part.type === "text" ? [part.text] : []).join("\n"),
    structure: structuredContent,
    isError: isError ?? false,
    links: content.flatMap((part) => part.type === "resource_link" ? [part.uri] : []),
  };
}
