import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

/** The revisions of the protocol that clients speak: without and with a handshake. */
export const MCP_ERAS = ["2026-07-28", "2025-11-25"] as const;
export type McpEra = typeof MCP_ERAS[number];

export interface McpClientOptions {
  readonly era: McpEra;
  /** Sent as a bearer token; none if undefined. */
  readonly credential?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** A client of `/mcp` that disconnects at the end. */
export interface McpClient extends AsyncDisposable {
  readonly client: Client;
}

/** Connects the official client. Rejects if the server refuses it. */
export async function connectMcp(address: string, options: McpClientOptions): Promise<McpClient> {
  const { era, credential, headers = {} } = options;
  const client = new Client({ name: "tests", version: "1" }, {
    versionNegotiation: { mode: era === "2026-07-28" ? { pin: era } : "legacy" },
  });
  const transport = new StreamableHTTPClientTransport(new URL("/mcp", address), {
    requestInit: {
      headers: {
        ...headers,
        ...(credential !== undefined && { Authorization: `Bearer ${credential}` }),
      },
    },
    ...(options.fetch && { fetch: options.fetch }),
  });
  await client.connect(transport);
  return { client, [Symbol.asyncDispose]: () => client.close() };
}
