import type { ResultCache } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";

/** Estimated bytes of an entry besides its key and its text. */
const ENTRY_BYTES = 200;

/**
 * A cache of two generations, each bounded by half of `maxBytes`. A hit in the old generation moves
 * the result to the young one; when the young generation is full, the old one is dropped. Unlike an
 * LRU list, a hit in the young generation writes nothing.
 */
export function createMemoryCache(maxBytes: number): ResultCache {
  let young = new Map<string, ResultText>();
  let old = new Map<string, ResultText>();
  let youngBytes = 0;

  function get(key: string): Promise<ResultText | undefined> {
    const result = young.get(key);
    if (result) return Promise.resolve(result);
    const oldResult = old.get(key);
    if (oldResult) addToYoung(key, oldResult);
    return Promise.resolve(oldResult);
  }

  function put(key: string, result: ResultText): Promise<void> {
    if (!young.has(key)) addToYoung(key, result);
    return Promise.resolve();
  }

  function addToYoung(key: string, result: ResultText): void {
    const size = entryBytes(key, result);
    if (size > maxBytes / 2) return;
    if (youngBytes + size > maxBytes / 2) {
      old = young;
      young = new Map();
      youngBytes = 0;
    }
    young.set(key, result);
    old.delete(key);
    youngBytes += size;
  }

  return { get, put };
}

function entryBytes(key: string, result: ResultText): number {
  const text = result.kind === "short" ? result.text.length : result.bytes.length;
  const details = result.details ? JSON.stringify(result.details).length : 0;
  return ENTRY_BYTES + key.length + text + details;
}
