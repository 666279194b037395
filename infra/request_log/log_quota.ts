import { ServiceError } from "../../domain/errors.ts";
import type { Clock, LogQuota } from "../../domain/ports.ts";
import type { LogUsageStore } from "../database/log_usage_store.ts";

const DAY_MS = 86_400_000;

/** Counts what users add to the request log. */
export interface CountingQuota extends LogQuota {
  /** Counts bytes of an entry. */
  add(userId: string, bytes: number): void;
  /** Undoes `add` for an entry that was not recorded. */
  takeBack(userId: string, bytes: number): void;
  /** Exchanges the counts with other processes. Throws `unavailable`; nothing counted is lost. */
  synchronize(): Promise<void>;
}

export interface LogQuotaOptions {
  /** Bytes of each user and day (UTC). */
  readonly maxBytes: number;
  readonly store: LogUsageStore;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Checks and counts in memory, so that an answer costs no statement. Processes learn of each other's
 * counts at each synchronization, and a restarted process of its predecessor's: a user can exceed
 * the quota by what all processes accept between two of them.
 */
export function createLogQuota({ maxBytes, store, clock }: LogQuotaOptions): CountingQuota {
  let day = today();
  let own = new Map<string, number>();
  let others = new Map<string, number>();
  let changed = new Set<string>();
  let cleanedDay: string | undefined;

  function today(): string {
    return new Date(clock.now()).toISOString().slice(0, 10);
  }

  function startDay(): void {
    const current = today();
    if (current === day) return;
    day = current;
    own = new Map();
    others = new Map();
    changed = new Set();
  }

  function usedBytes(userId: string): number {
    return (own.get(userId) ?? 0) + (others.get(userId) ?? 0);
  }

  function resetsAt(): number {
    return Date.parse(day) + DAY_MS;
  }

  function check(userId: string): void {
    if (usedBytes(userId) < maxBytes) return;
    startDay();
    if (usedBytes(userId) < maxBytes) return;
    const end = new Date(resetsAt()).toISOString();
    throw new ServiceError(
      "rate_limited",
      `Your calculations of today have filled the quota of the request log, ${maxBytes} bytes: ` +
        `it starts again at ${end}`,
      {
        members: { resets_at: end },
        retryAfterSeconds: Math.ceil((resetsAt() - clock.now()) / 1_000),
      },
    );
  }

  function add(userId: string, bytes: number): void {
    own.set(userId, (own.get(userId) ?? 0) + bytes);
    changed.add(userId);
  }

  /** Not below zero, because a new day may have begun since `add`. */
  function takeBack(userId: string, bytes: number): void {
    own.set(userId, Math.max(0, (own.get(userId) ?? 0) - bytes));
    changed.add(userId);
  }

  async function synchronize(): Promise<void> {
    startDay();
    const current = day;
    const users = [...changed];
    changed = new Set();
    try {
      await store.put(current, new Map(users.map((user) => [user, own.get(user) ?? 0])));
      await refresh(current, users);
      if (cleanedDay !== current) await store.removeBefore(current);
      cleanedDay = current;
    } catch (error) {
      if (day === current) { for (const user of users) changed.add(user); }
      throw error;
    }
  }

  async function refresh(current: string, users: readonly string[]): Promise<void> {
    const found = await store.readOthers(current, users);
    if (day !== current) return;
    for (const user of users) others.set(user, found.get(user) ?? 0);
  }

  return {
    check,
    add,
    takeBack,
    synchronize,
    usage: async (userId) => {
      startDay();
      await refresh(day, [userId]);
      return { usedBytes: usedBytes(userId), maxBytes, resetsAt: resetsAt() };
    },
  };
}
