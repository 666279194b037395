import type { User } from "../domain/accounts/types.ts";

/** Returns a user as JSON shows it. */
export function userDocument({ id, username, role, createdAt }: User) {
  return { id, username, role, created_at: createdAt };
}
