import { GUEST } from "../../domain/accounts/principal.ts";
import type { DatabaseFeatures } from "./database.ts";

/** Stands for guests in a column of type `uuid`. */
export const GUEST_UUID = "00000000-0000-0000-0000-000000000000";

/** The value of `user_id` in the request log for a user. */
export function logUserId(userId: string, { uuidColumns }: DatabaseFeatures): string {
  return uuidColumns && userId === GUEST.userId ? GUEST_UUID : userId;
}
