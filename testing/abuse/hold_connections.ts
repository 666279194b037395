import { setTimeout } from "node:timers/promises";
import { send } from "../raw_http.ts";

/**
 * Pause before a connection that the server has closed is replaced. Connecting as fast as possible is
 * another attack, which firewalls limit.
 */
const REPLACE_AFTER_MS = 1_000;

export interface HoldOptions {
  readonly port: number;
  readonly connections: number;
  /** What each connection sends. */
  readonly text: string | Uint8Array<ArrayBuffer>;
  /** Connections that are read are replaced when the server closes them. */
  readonly responses: "read" | "unread";
}

/** Keeps connections open that send a text and nothing more. */
export async function holdConnections(options: HoldOptions, until: AbortSignal): Promise<void> {
  const { port, connections, text, responses } = options;
  const { promise: end, resolve } = Promise.withResolvers<void>();
  until.addEventListener("abort", () => resolve());

  async function hold(): Promise<void> {
    while (!until.aborted) {
      try {
        using connection = await Deno.connect({ hostname: "127.0.0.1", port });
        await send(connection, text);
        await Promise.race([end, responses === "read" ? readToEnd(connection) : end]);
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
      }
      await setTimeout(REPLACE_AFTER_MS);
    }
  }

  await Promise.all(Array.from({ length: connections }, hold));
}

async function readToEnd(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(1_024);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // The server has reset the connection, or the attack has ended.
  }
}
