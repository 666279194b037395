import type { ResultCache } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";

export interface CacheLevel {
  readonly name: string;
  readonly cache: ResultCache;
}

export interface CacheObserver {
  /** Called for every look-up with the level that had the result, or undefined on a miss. */
  onLookUp(level: string | undefined): void;
}

/** Looks a result up level by level, and copies a hit to the levels before it. */
export function createTieredCache(
  levels: readonly CacheLevel[],
  observer: CacheObserver,
): ResultCache {
  async function get(key: string): Promise<ResultText | undefined> {
    for (const [i, { name, cache }] of levels.entries()) {
      const result = await cache.get(key);
      if (!result) continue;
      observer.onLookUp(name);
      if (i > 0) await putInto(levels.slice(0, i), key, result);
      return result;
    }
    observer.onLookUp(undefined);
    return undefined;
  }

  return { get, put: (key, result) => putInto(levels, key, result) };
}

async function putInto(
  levels: readonly CacheLevel[],
  key: string,
  result: ResultText,
): Promise<void> {
  for (const { cache } of levels) await cache.put(key, result);
}
