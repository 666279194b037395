import type { RateLimiter } from "../../domain/ports.ts";

/** Maximum number of windows; beyond it the oldest one is dropped. */
const MAX_WINDOWS = 100_000;

interface Window {
  events: number;
  /** Milliseconds of `now`. */
  readonly endsAt: number;
}

/** Fixed windows that begin with the first event of a key. `now` returns milliseconds of a clock that never jumps. */
export function createMemoryRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, Window>();

  function windowOf(key: string, windowMs: number): Window {
    const current = windows.get(key);
    if (current && current.endsAt > now()) return current;
    windows.delete(key);
    const window = { events: 0, endsAt: now() + windowMs };
    windows.set(key, window);
    if (windows.size > MAX_WINDOWS) windows.delete(windows.keys().next().value!);
    return window;
  }

  return {
    take: (key, { events, windowMs }) => {
      const window = windowOf(key, windowMs);
      if (window.events >= events) {
        return Promise.resolve(Math.ceil((window.endsAt - now()) / 1000));
      }
      window.events++;
      return Promise.resolve(undefined);
    },

    refund: (key) => {
      const window = windows.get(key);
      if (window && window.events > 0) window.events--;
      return Promise.resolve();
    },
  };
}
