import type { Accounts } from "../../domain/accounts/accounts.ts";
import type { ApiKeys } from "../../domain/accounts/api_keys.ts";

/** What the commands for accounts work with. */
export interface AccountServices {
  readonly accounts: Accounts;
  readonly apiKeys: ApiKeys;
}

/** Checks the arguments; returns a function that changes accounts and returns a message. */
export type UserVerb = (
  args: readonly string[],
) => Promise<(services: AccountServices) => Promise<string>>;
