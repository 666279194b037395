import type { ResultCache } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";

/** Bytes that an entry takes besides its key and its text. */
const ENTRY_BYTES = 200;

/**
 * Keeps results in two generations of half the bytes each: what is used again moves to the young
 * one, and when that is full, the old one is dropped. A hit in the young one changes nothing, which
 * makes it cheaper than keeping an order of use.
 */
export function createMemoryCache(maxBytes: number): ResultCache {
  let young = new Map<string, ResultText>();
  let old = new Map<string, ResultText>();
  let youngBytes = 0;

  function get(key: string): Promise<ResultText | undefined> {
    const result = young.get(key);
    if (result) return Promise.resolve(result);
    const again = old.get(key);
    if (again) keep(key, again);
    return Promise.resolve(again);
  }

  function put(key: string, result: ResultText): Promise<void> {
    if (!young.has(key)) keep(key, result);
    return Promise.resolve();
  }

  function keep(key: string, result: ResultText): void {
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
  return ENTRY_BYTES + key.length + text;
}
