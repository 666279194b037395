import type { RateLimiter } from "../../domain/ports.ts";

/** Keys that are remembered; beyond it the oldest window is forgotten. */
const REMEMBERED_KEYS = 100_000;

interface Window {
  events: number;
  readonly endsAt: number;
}

/** Fixed windows that begin with a key's first event. */
export function createMemoryRateLimiter(now: () => number): RateLimiter {
  const windows = new Map<string, Window>();

  function windowOf(key: string, windowMs: number): Window {
    const current = windows.get(key);
    if (current && current.endsAt > now()) return current;
    windows.delete(key);
    const window = { events: 0, endsAt: now() + windowMs };
    windows.set(key, window);
    if (windows.size > REMEMBERED_KEYS) windows.delete(windows.keys().next().value!);
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
