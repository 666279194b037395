import { ServiceError } from "../../domain/errors.ts";
import { deadlineIn } from "../async/deadline.ts";
import { createSemaphore, type Semaphore } from "../async/semaphore.ts";

/** Reads of one user that may wait for those in progress. */
const MAX_WAITING_PER_USER = 32;

/** Maximum wait for a turn; a read that has waited longer never reaches the database. */
const WAIT_MS = 5_000;

/** Lets users take turns in reading the database. */
export interface ReadAdmission {
  /**
   * Runs a read at the user's turn. Throws `overloaded` if too many reads of the user are waiting,
   * or the turn does not come in time.
   */
  run<Result>(userId: string, read: () => Promise<Result>): Promise<Result>;
}

export interface ReadAdmissionOptions {
  /** Reads of all users at the same time; a user has half of them, and at least one. */
  readonly maxReads: number;
  readonly maxWaitingPerUser?: number;
  readonly waitMs?: number;
}

interface UserReads {
  readonly turns: Semaphore;
  /** Reads in progress or waiting. */
  count: number;
}

/**
 * A user holds few places in the common queue and all other reads wait in a queue of the user, so
 * that the wait of a user does not depend on how much another one reads.
 */
export function createReadAdmission(options: ReadAdmissionOptions): ReadAdmission {
  const { maxReads, maxWaitingPerUser = MAX_WAITING_PER_USER, waitMs = WAIT_MS } = options;
  const permits = Math.max(1, Math.floor(maxReads / 2));
  const commonTurns = createSemaphore({ permits: maxReads });
  const users = new Map<string, UserReads>();

  async function run<Result>(userId: string, read: () => Promise<Result>): Promise<Result> {
    const user = users.getOrInsertComputed(userId, () => ({
      turns: createSemaphore({ permits, maxWaiting: maxWaitingPerUser, overflowError: overloaded }),
      count: 0,
    }));
    user.count++;
    try {
      return await inTurn([user.turns, commonTurns], read);
    } finally {
      user.count--;
      if (user.count === 0) users.delete(userId);
    }
  }

  async function inTurn<Result>(
    queues: readonly Semaphore[],
    read: () => Promise<Result>,
  ): Promise<Result> {
    const deadline = deadlineIn(waitMs);
    const releases: (() => void)[] = [];
    try {
      for (const { acquire } of queues) {
        const timeout = { timeoutMs: deadline.leftMs(), message: "No turn to read" };
        releases.push(await acquire(timeout).catch(refuse));
      }
      return await read();
    } finally {
      for (const release of releases) release();
    }
  }

  return { run };
}

function refuse(error: unknown): never {
  throw error instanceof ServiceError ? error : overloaded();
}

function overloaded(): ServiceError {
  return new ServiceError("overloaded", "Too many of your reads are waiting", {
    retryAfterSeconds: 1,
  });
}
