import type { ThrottleOptions, ThrottleOutcome } from "../../domain/throttle.ts";
import type { Logger } from "./logger.ts";

/** A client that remains throttled is logged again after this time. */
const REPEAT_MS = 60_000;

/** Clients that are remembered. */
const MAX_CLIENTS = 1_000;

export interface ThrottleMetrics {
  onThrottled(outcome: ThrottleOutcome): void;
}

export interface ThrottleObserverOptions {
  readonly logger: Logger;
  readonly metrics: ThrottleMetrics;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * Counts the requests that are delayed or rejected, and logs `client_throttled` at most once a
 * minute for each client.
 */
export function createThrottleObserver(
  { logger, metrics, now }: ThrottleObserverOptions,
): NonNullable<ThrottleOptions["onThrottled"]> {
  const loggedAt = new Map<string, number>();
  return (client, outcome) => {
    metrics.onThrottled(outcome);
    if (now() - (loggedAt.get(client) ?? -Infinity) < REPEAT_MS) return;
    if (loggedAt.size >= MAX_CLIENTS) loggedAt.clear();
    loggedAt.set(client, now());
    logger.warn("client_throttled", { address: client });
  };
}
