import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Agent, fetch as undiciFetch } from "undici";

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
  const agent = new Agent();
  const transport = new StreamableHTTPClientTransport(new URL("/mcp", address), {
    requestInit: {
      headers: {
        ...headers,
        ...(credential !== undefined && { Authorization: `Bearer ${credential}` }),
      },
    },
    fetch: options.fetch ?? fetchWith(agent),
  });
  async function close(): Promise<void> {
    await client.close();
    await agent.destroy();
  }
  try {
    await client.connect(transport);
  } catch (error) {
    await close();
    throw error;
  }
  return { client, [Symbol.asyncDispose]: close };
}

/**
 * One in a hundred requests that are aborted while their response is being read keep their
 * connection in Deno 2.9, so that the server cannot notice it; undici always closes it.
 */
function fetchWith(dispatcher: Agent): typeof fetch {
  return ((url: string | URL, init?: RequestInit) =>
    undiciFetch(url, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1])) as typeof fetch;
}
