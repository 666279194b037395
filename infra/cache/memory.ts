import type { ResultCache } from "../../domain/ports.ts";
import type { ResultText } from "../../domain/result_text.ts";

/** Bytes that an entry takes besides its key and its text. */
const ENTRY_BYTES = 200;

/** Keeps the results that were used last, up to a number of bytes. */
export function createMemoryCache(maxBytes: number): ResultCache {
  const results = new Map<string, ResultText>();
  let bytes = 0;

  function get(key: string): Promise<ResultText | undefined> {
    const result = results.get(key);
    if (result) {
      results.delete(key);
      results.set(key, result);
    }
    return Promise.resolve(result);
  }

  function put(key: string, result: ResultText): Promise<void> {
    const size = entryBytes(key, result);
    if (size > maxBytes || results.has(key)) return Promise.resolve();
    results.set(key, result);
    bytes += size;
    for (const [oldest, value] of results) {
      if (bytes <= maxBytes) break;
      results.delete(oldest);
      bytes -= entryBytes(oldest, value);
    }
    return Promise.resolve();
  }

  return { get, put };
}

function entryBytes(key: string, result: ResultText): number {
  const text = result.kind === "short" ? result.text.length : result.bytes.length;
  return ENTRY_BYTES + key.length + text;
}
