import type { WatchGrowth } from "../domain/ports.ts";

const EVERY_MS = 5;

/** The most that work which takes much memory explains. */
const MAX_EXPLAINED_BYTES = 2 ** 28;

interface Watch {
  readonly onExceeded: () => void;
  /** Of the process. */
  maxBytes: number;
  /** Bound of `maxBytes`. */
  readonly mostBytes: number;
}

export interface MemoryGrowthOptions {
  /** Whether work is under way that takes much memory and gives it back: it explains growth. */
  readonly isWorking?: () => boolean;
  /** Memory of the process, in bytes. */
  readonly residentBytes?: () => number;
  readonly everyMs?: number;
}

/** Looks at the memory of the process while something is watched. */
export function createMemoryGrowth(options: MemoryGrowthOptions = {}): WatchGrowth {
  const { isWorking = () => false, residentBytes = () => Deno.memoryUsage().rss } = options;
  const { everyMs = EVERY_MS } = options;
  const watches = new Set<Watch>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let latestBytes = 0;
  let wasWorking = false;

  function look(): void {
    const bytes = residentBytes();
    const works = isWorking();
    if (works || wasWorking) explain(bytes - latestBytes);
    wasWorking = works;
    latestBytes = bytes;
    for (const watch of watches) {
      if (bytes <= watch.maxBytes) continue;
      end(watch);
      watch.onExceeded();
    }
  }

  function explain(grownBytes: number): void {
    for (const watch of watches) {
      watch.maxBytes = Math.min(watch.maxBytes + grownBytes, watch.mostBytes);
    }
  }

  function end(watch: Watch): void {
    watches.delete(watch);
    if (watches.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function start(): void {
    latestBytes = residentBytes();
    wasWorking = isWorking();
    timer = setInterval(look, everyMs);
  }

  return function watchGrowth(bytes, onExceeded) {
    if (timer === undefined) start();
    const maxBytes = residentBytes() + bytes;
    const watch = { maxBytes, mostBytes: maxBytes + MAX_EXPLAINED_BYTES, onExceeded };
    watches.add(watch);
    return () => end(watch);
  };
}
