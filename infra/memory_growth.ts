import type { WatchGrowth } from "../domain/ports.ts";

const EVERY_MS = 5;

/** Maximum growth that is attributed to work. */
const MAX_EXPLAINED_BYTES = 2 ** 28;

interface Watch {
  readonly onExceeded: () => void;
  /** Memory of the process above which `onExceeded` is called, without growth by work. */
  readonly limitBytes: number;
  /** `explainedBytes` when the watch began. */
  readonly explainedBefore: number;
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
  /** By how much the memory has grown during work, since the timer was started. */
  let explainedBytes = 0;

  function measure(): void {
    const bytes = residentBytes();
    const grownBytes = bytes - latestBytes;
    const works = isWorking();
    if (works || wasWorking) explainedBytes += grownBytes;
    // Work leaves garbage, which is collected later.
    else if (explainedBytes > 0) {
      explainedBytes = Math.max(0, explainedBytes + Math.min(0, grownBytes));
    }
    latestBytes = bytes;
    wasWorking = works;
  }

  function look(): void {
    measure();
    for (const watch of watches) {
      const explained = Math.min(explainedBytes - watch.explainedBefore, MAX_EXPLAINED_BYTES);
      if (latestBytes <= watch.limitBytes + explained) continue;
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

  function start(): void {
    latestBytes = residentBytes();
    wasWorking = isWorking();
    explainedBytes = 0;
    timer = setInterval(look, everyMs);
  }

  return function watchGrowth(bytes, onExceeded) {
    if (timer === undefined) start();
    else measure();
    const watch = {
      onExceeded,
      limitBytes: latestBytes + bytes,
      explainedBefore: explainedBytes,
    };
    watches.add(watch);
    return () => end(watch);
  };
}
