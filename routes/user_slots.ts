import { ServiceError } from "../domain/errors.ts";

/** Limits how many responses of one kind a user has open. */
export interface UserSlots {
  /**
   * Counts an open response of a user until the returned function is called. Throws `overloaded` if
   * the user has too many.
   */
  acquire(userId: string): () => void;
}

export interface UserSlotsOptions {
  readonly max: number;
  /** Message of the error, as in `Too many event streams are open`. */
  readonly message: string;
}

export function createUserSlots({ max, message }: UserSlotsOptions): UserSlots {
  const openByUser = new Map<string, number>();

  function acquire(userId: string): () => void {
    const open = openByUser.get(userId) ?? 0;
    if (open >= max) throw new ServiceError("overloaded", message, { retryAfterSeconds: 5 });
    openByUser.set(userId, open + 1);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const left = openByUser.get(userId)! - 1;
      if (left > 0) openByUser.set(userId, left);
      else openByUser.delete(userId);
    };
  }

  return { acquire };
}
