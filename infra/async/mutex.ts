import { createSemaphore } from "./semaphore.ts";

/** Resolves to a function that releases the lock. Throws when `timeoutMs` passes before. */
export type AcquireLock = (timeoutMs: number) => Promise<() => void>;

/**
 * A lock that one caller holds at a time, granted in the order of the calls. `timeoutMessage`
 * begins the message of the timeout error.
 */
export function createMutex(timeoutMessage: string): AcquireLock {
  const { acquire } = createSemaphore({ permits: 1 });
  return (timeoutMs) => acquire({ timeoutMs, message: timeoutMessage });
}
