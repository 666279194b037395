import type { Throttle } from "../domain/throttle.ts";
import type { ConnectionLimits } from "../infra/http/connections.ts";
import { listen, type Listener, type ListenerOptions } from "../infra/http/listener.ts";
import { createLogger } from "../infra/telemetry/logger.ts";

export interface StartedListener extends Listener {
  readonly port: number;
  /** The logged errors. */
  readonly lines: readonly string[];
}

export interface ListenerCircumstances {
  readonly limits?: ConnectionLimits;
  readonly throttle?: Throttle;
  /** Of all addresses; false by default. */
  readonly isProxy?: boolean;
  readonly onAccepted?: () => void;
}

/** Listens on a free port of 127.0.0.1, and looks for idle connections often. */
export function startListener(
  handler: ListenerOptions["handler"],
  { limits = {}, throttle, isProxy = false, onAccepted }: ListenerCircumstances = {},
): StartedListener {
  const lines: string[] = [];
  const logger = createLogger({
    level: "error",
    format: "json",
    write: (line) => lines.push(line),
  });
  const peers = {
    clientOf: (address: string) => {
      onAccepted?.();
      return address;
    },
    isProxy: () => isProxy,
  };
  const listener = listen(
    { host: "127.0.0.1", port: 0 },
    { handler, logger, peers, throttle, limits, closeIdleEveryMs: 25 },
  );
  const port = Number(new URL(listener.address).port);
  return { ...listener, port, lines };
}

/** Reads to the end of a connection, which is reset if the server had not read everything. */
export async function untilClosed(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(1_024);
  try {
    while (await connection.read(buffer) !== null);
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
  }
}
