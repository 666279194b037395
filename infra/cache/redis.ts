import type { ResultCache } from "../../domain/ports.ts";
import { type ResultText, resultText, wholeBytes } from "../../domain/result_text.ts";
import { redisKey } from "../redis/keys.ts";
import type { Redis } from "../redis/redis.ts";
import { createValueSigner, SIGNATURE_BYTES } from "./value_signer.ts";

const EXPIRES_MS = 24 * 3_600_000;

/** Larger results are not cached: they would delay the commands behind them. */
const MAX_BYTES = 2 ** 20;

/** Bounds of the writes in progress; results beyond them are not cached. */
const MAX_PENDING_WRITES = 256;
const MAX_PENDING_BYTES = 8 * 2 ** 20;

export interface RedisCacheOptions {
  readonly redis: Redis;
  /** The secret that the replicas share. */
  readonly secret: () => string;
}

/**
 * Results shared by replicas. Values that no replica has signed for their key are ignored. `get`
 * finds nothing when Redis fails; `put` resolves at once and writes in the background.
 */
export function createRedisCache({ redis, secret }: RedisCacheOptions): ResultCache {
  const signer = createValueSigner(secret);
  let pendingWrites = 0;
  let pendingBytes = 0;

  async function get(key: string): Promise<ResultText | undefined> {
    try {
      const name = redisKey("result", key);
      const signed = await redis.call((connection) => connection.read(name, MAX_BYTES + 1));
      if (signed.length === 0 || signed.length > MAX_BYTES) return undefined;
      const text = signer.verify(key, signed);
      return text && await resultText(text);
    } catch {
      return undefined;
    }
  }

  function put(key: string, result: ResultText): Promise<void> {
    // Redis holds texts only.
    if (result.details) return Promise.resolve();
    const bytes = SIGNATURE_BYTES +
      (result.kind === "short" ? result.text.length : result.bytes.length);
    const hasCapacity = pendingWrites < MAX_PENDING_WRITES &&
      pendingBytes + bytes <= MAX_PENDING_BYTES;
    if (hasCapacity && bytes <= MAX_BYTES && redis.state === "ok") write(key, result, bytes);
    return Promise.resolve();
  }

  async function write(key: string, result: ResultText, bytes: number): Promise<void> {
    pendingWrites++;
    pendingBytes += bytes;
    try {
      const signed = signer.sign(key, wholeBytes(result));
      await redis.call((connection) =>
        connection.write(redisKey("result", key), signed, EXPIRES_MS)
      );
    } catch {
      return;
    } finally {
      pendingWrites--;
      pendingBytes -= bytes;
    }
  }

  return { get, put };
}
