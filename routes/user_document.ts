import type { User } from "../domain/accounts/types.ts";

/** A user as programs see it. */
export function userDocument({ id, username, role, createdAt }: User) {
  return { id, username, role, created_at: createdAt };
}
