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
const DEFAULT_PATIENCE_MS = 50;

/** A network that loses packets closes no connection: so many probes without an answer do. */
const RENEW_AFTER = 5;

export interface RedisOptions extends RedisServer {
  /** Told when Redis begins to fail, with the error, and when it is back. */
  readonly onChange: (state: CheckState, error?: unknown) => void;
  /** How long an answer may take before only the oldest caller goes on waiting for it; 50 ms. */
  readonly hedgeMs?: number;
}

/** What replicas share and can do without. */
export interface Redis {
  /** Asks Redis; throws, almost always at once, when there is no answer to be had. */
  ask<Reply>(command: (connection: RedisConnection) => Promise<Reply>): Promise<Reply>;
  readonly state: CheckState;
  /** Resolves after the first try to connect; goes on trying. */
  start(): Promise<void>;
  stop(): void;
}

export function createRedis(options: RedisOptions): Redis {
  const { onChange, hedgeMs = DEFAULT_PATIENCE_MS, ...server } = options;
  const connection = createRedisConnection(server);
  let unanswered = 0;

  /** Only who can be written to is of use: a replica or a full server is not. */
  async function probe(): Promise<void> {
    try {
      await connection.selectDatabase();
      await connection.write(redisKey("probe", "ok"), new Uint8Array(), PROBE_EXPIRES_MS);
      unanswered = 0;
    } catch (error) {
      unanswered = isReply(error) ? 0 : unanswered + 1;
      if (unanswered >= RENEW_AFTER) {
        unanswered = 0;
        connection.renew();
      }
      throw error;
    }
  }

  const circuit = createCircuit({
    probe,
    probeEveryMs: PROBE_EVERY_MS,
    hedgeMs,
    isAnswer: isReply,
    onChange: (isOpen, error) => onChange(isOpen ? "failing" : "ok", error),
  });

  return {
    ask: (command) => circuit.run(() => command(connection)),
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
