import { withAccountsIn } from "../commands/shared/accounts.ts";
import type { AccountServices } from "../commands/shared/account_services.ts";
import type { TestService } from "./service.ts";

/**
 * Changes accounts and keys as a command does, so that the service has to notice the change, but on
 * the service's connections: starting isolates takes longer than most tests.
 */
export async function changeAccounts(
  { database, config }: Pick<TestService, "database" | "config">,
  change: (services: AccountServices) => Promise<unknown>,
): Promise<void> {
  await withAccountsIn(
    database,
    { config, estimator: { score: () => Promise.resolve(4) } },
    change,
  );
}
