import type { User } from "../domain/accounts/types.ts";

/** Returns the JSON representation of a user. */
export function userDocument({ id, username, role, createdAt }: User) {
  return { id, username, role, created_at: createdAt };
}
