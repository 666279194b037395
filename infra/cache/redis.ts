import type { ResultCache } from "../../domain/ports.ts";
import { type ResultText, resultText, wholeBytes } from "../../domain/result_text.ts";
import { redisKey } from "../redis/keys.ts";
import type { Redis } from "../redis/redis.ts";
import { createValueSigner, SIGNATURE_BYTES } from "./value_signer.ts";

const EXPIRES_MS = 24 * 3_600_000;

/** Longer results are not kept: they would hold up those behind them. */
const MAX_BYTES = 2 ** 20;

/** What may be on its way to Redis; results beyond it are not kept. */
const MAX_WRITES = 256;
const MAX_BYTES_UNDER_WAY = 8 * 2 ** 20;

export interface RedisCacheOptions {
  readonly redis: Redis;
  /** The secret that all replicas share and nobody else knows. */
  readonly secret: () => string;
}

/**
 * Results that replicas share. What Redis holds is believed only if one of them wrote it for this
 * key. Puts resolve at once and are written in the background.
 */
export function createRedisCache({ redis, secret }: RedisCacheOptions): ResultCache {
  const seal = createValueSigner(secret);
  let writes = 0;
  let bytesUnderWay = 0;

  async function get(key: string): Promise<ResultText | undefined> {
    const sealed = await read(redisKey("result", key));
    if (sealed.length === 0 || sealed.length > MAX_BYTES) return undefined;
    const text = seal.verify(key, sealed);
    return text && await resultText(text);
  }

  /** Nothing when Redis is away, or has another type under the key. */
  async function read(key: string): Promise<Uint8Array> {
    try {
      return await redis.ask((connection) => connection.read(key, MAX_BYTES + 1));
    } catch {
      return new Uint8Array();
    }
  }

  function put(key: string, result: ResultText): Promise<void> {
    const bytes = SIGNATURE_BYTES +
      (result.kind === "short" ? result.text.length : result.bytes.length);
    const isRoom = writes < MAX_WRITES && bytesUnderWay + bytes <= MAX_BYTES_UNDER_WAY;
    if (isRoom && bytes <= MAX_BYTES && redis.state === "ok") write(key, result, bytes);
    return Promise.resolve();
  }

  async function write(key: string, result: ResultText, bytes: number): Promise<void> {
    writes++;
    bytesUnderWay += bytes;
    try {
      const sealed = seal.sign(key, wholeBytes(result));
      await redis.ask((connection) =>
        connection.write(redisKey("result", key), sealed, EXPIRES_MS)
      );
    } catch {
      return;
    } finally {
      writes--;
      bytesUnderWay -= bytes;
    }
  }

  return { get, put };
}
