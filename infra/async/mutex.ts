import { createSemaphore } from "./semaphore.ts";

/** Resolves to a function that releases the lock. Throws after `timeoutMs`. */
export type AcquireLock = (timeoutMs: number) => Promise<() => void>;

/**
 * A lock that one caller holds at a time, granted in FIFO order. `timeoutMessage` is the start of
 * the timeout error's message.
 */
export function createMutex(timeoutMessage: string): AcquireLock {
  const { acquire } = createSemaphore({ permits: 1 });
  return (timeoutMs) => acquire({ timeoutMs, message: timeoutMessage });
}
