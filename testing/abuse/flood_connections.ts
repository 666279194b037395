import { setImmediate } from "node:timers/promises";
import { openRaw } from "../raw_http.ts";

export interface FloodOptions {
  readonly port: number;
  readonly connections: number;
  /** What each connection sends first. */
  readonly start: string;
  /** What it then sends without a pause, until the server closes it. */
  readonly repeated: string;
}

/** Sends as fast as the server takes it, and replaces connections that are closed. */
export async function floodConnections(options: FloodOptions, until: AbortSignal): Promise<void> {
  const { port, connections, start, repeated } = options;
  const bytes = new TextEncoder().encode(repeated);

  async function repeat(): Promise<void> {
    while (!until.aborted) {
      // The server closes connections, even before they have sent anything.
      await flood().catch(() => {});
      await setImmediate();
    }
  }

  async function flood(): Promise<void> {
    using connection = await openRaw(port, start);
    readToEnd(connection);
    while (!until.aborted) {
      for (let sent = 0; sent < bytes.length;) {
        sent += await connection.write(bytes.subarray(sent));
      }
      await setImmediate();
    }
  }

  await Promise.all(Array.from({ length: connections }, repeat));
}

async function readToEnd(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(16_384);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // The server has reset the connection, or the attack has ended.
  }
}
