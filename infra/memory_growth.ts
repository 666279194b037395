import type { WatchGrowth } from "../domain/ports.ts";

const EVERY_MS = 5;

interface Watch {
  readonly maxBytes: number;
  readonly onExceeded: () => void;
}

export interface MemoryGrowthOptions {
  /** Memory of the process, in bytes. */
  readonly residentBytes?: () => number;
  readonly everyMs?: number;
}

/** Looks at the memory of the process while something is watched. */
export function createMemoryGrowth(options: MemoryGrowthOptions = {}): WatchGrowth {
  const { residentBytes = () => Deno.memoryUsage().rss, everyMs = EVERY_MS } = options;
  const watches = new Set<Watch>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    const bytes = residentBytes();
    for (const watch of watches) {
      if (bytes <= watch.maxBytes) continue;
      end(watch);
      watch.onExceeded();
    }
  }

  function end(watch: Watch): void {
    watches.delete(watch);
    if (watches.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return function watchGrowth(bytes, onExceeded) {
    const watch = { maxBytes: residentBytes() + bytes, onExceeded };
    watches.add(watch);
    timer ??= setInterval(look, everyMs);
    return () => end(watch);
  };
}
