import type { CheckState } from "../../domain/ports.ts";
import { createCircuit } from "./circuit.ts";
import {
  createRedisConnection,
  isReply,
  type RedisConnection,
  type RedisServer,
} from "./connection.ts";
import { redisKey } from "./keys.ts";

const PROBE_EVERY_MS = 1_000;
const PROBE_EXPIRES_MS = 10_000;
const DEFAULT_HEDGE_MS = 50;

/** Failed probes before reconnecting: a network that drops packets leaves the connection open. */
const RECONNECT_AFTER = 5;

export interface RedisOptions extends RedisServer {
  /** Called with each error while Redis fails, and with undefined when it works again. */
  readonly onState: (error: unknown) => void;
  /** Milliseconds after which only the oldest call still waits for its reply; 50 by default. */
  readonly hedgeMs?: number;
}

/** Optional state shared by replicas. */
export interface Redis {
  /**
   * The reply to a command. Throws Redis' error reply; if Redis does not respond, throws within
   * half a second, or at once while the circuit is open.
   */
  call<Reply>(command: (connection: RedisConnection) => Promise<Reply>): Promise<Reply>;
  readonly state: CheckState;
  /** Resolves after the first attempt to connect; retries continue in the background. */
  start(): Promise<void>;
  stop(): void;
}

export function createRedis(options: RedisOptions): Redis {
  const { onState, hedgeMs = DEFAULT_HEDGE_MS, ...server } = options;
  const connection = createRedisConnection(server);
  let failedProbes = 0;

  /** Writes, because a read-only replica or a full server is of no use. */
  async function probe(): Promise<void> {
    try {
      await connection.selectDatabase();
      await connection.write(redisKey("probe", "ok"), new Uint8Array(), PROBE_EXPIRES_MS);
      failedProbes = 0;
    } catch (error) {
      failedProbes = isReply(error) ? 0 : failedProbes + 1;
      if (failedProbes >= RECONNECT_AFTER) {
        failedProbes = 0;
        connection.reconnect();
      }
      throw error;
    }
  }

  const circuit = createCircuit({
    probe,
    probeEveryMs: PROBE_EVERY_MS,
    hedgeMs,
    isReply,
    onState,
  });

  return {
    call: (command) => circuit.run(() => command(connection)),
    get state() {
      return circuit.isOpen ? "failing" : "ok";
    },
    start: async () => {
      await connection.connect().catch(() => {});
      await circuit.start();
    },
    stop: () => {
      circuit.stop();
      connection.close();
    },
  };
}
