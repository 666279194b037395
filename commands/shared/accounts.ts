import { createAccounts } from "../../domain/accounts/accounts.ts";
import { createApiKeys } from "../../domain/accounts/api_keys.ts";
import { createSessions } from "../../domain/accounts/sessions.ts";
import { unavailable } from "../../domain/errors.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import type { PasswordEstimator } from "../../domain/ports.ts";
import type { Config } from "../../infra/config/config.ts";
import { createAccountStore } from "../../infra/database/account_store.ts";
import { createApiKeyStore } from "../../infra/database/api_key_store.ts";
import type { Database } from "../../infra/database/database.ts";
import { mapDatabaseErrors } from "../../infra/database/map_database_errors.ts";
import { forgetNames } from "../../infra/request_log/forget_names.ts";
import { migrate } from "../../infra/database/migrate.ts";
import { openDatabase } from "../../composition/connections.ts";
import { startDatabase } from "../../composition/supervisor.ts";
import { createArgon2Hasher } from "../../infra/security/argon2.ts";
import { createPasswordEstimator } from "../../infra/security/password_estimator.ts";
import { randomKey } from "../../infra/security/random_key.ts";
import type { AccountServices } from "./account_services.ts";
import { prepareDataDirectory } from "./data_directory.ts";

/** The password of the demonstration is public. */
const ANY_PASSWORD: PasswordEstimator = { score: () => Promise.resolve(4) };

const DEMO_ACCOUNT = { username: "admin", password: "password" };

/** Runs work on the configured database, whether or not a server is running. */
export async function withDatabase<Result>(
  config: Config,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  using _ = prepareDataDirectory(config);
  const isolates = await startDatabase({
    config,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  const database = await openDatabase(config, isolates?.ports);
  try {
    return await work(database);
  } finally {
    await database.close();
    await isolates?.stop();
  }
}

/** Runs work on the accounts and their keys. Running servers notice changes within a second. */
export async function withAccounts<Result>(
  config: Config,
  work: (services: AccountServices) => Promise<Result>,
  estimator: PasswordEstimator = createPasswordEstimator(),
): Promise<Result> {
  return await withDatabase(config, async (database) => {
    await migrate(database);
    return await withAccountsIn(database, { config, estimator }, work);
  });
}

/** Runs work on the accounts and keys in a database, in the way of `withAccounts`. */
export async function withAccountsIn<Result>(
  database: Database,
  { config, estimator }: { readonly config: Config; readonly estimator: PasswordEstimator },
  work: (services: AccountServices) => Promise<Result>,
): Promise<Result> {
  const store = createAccountStore(database);
  const clock = createSystemClock();
  const noTokens = () => Promise.reject(unavailable("Commands do not use tokens"));
  const sessions = createSessions({
    store,
    signer: { sign: noTokens, verify: noTokens },
    clock,
    lifetimes: config,
  });
  let isDeleted = false;
  const result = await work({
    accounts: createAccounts({
      store,
      hasher: createArgon2Hasher(),
      estimator,
      sessions,
      clock,
      onDeleted: () => {
        isDeleted = true;
      },
    }),
    apiKeys: createApiKeys({
      store: createApiKeyStore(database),
      sessions,
      clock,
      randomKey,
      isEnabled: config.apiKeys,
    }),
  });
  if (isDeleted) await mapDatabaseErrors(() => forgetNames(database, clock.now()));
  return result;
}

/** Creates the administrator of `serve --demo` unless it exists. */
export async function createDemoAccount(config: Config): Promise<void> {
  await withAccounts(config, async ({ accounts }) => {
    const users = await accounts.list();
    if (users.some(({ username }) => username === DEMO_ACCOUNT.username)) return;
    await accounts.create(DEMO_ACCOUNT, "admin");
  }, ANY_PASSWORD);
}
