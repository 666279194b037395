import { type Accounts, createAccounts } from "../../domain/accounts/accounts.ts";
import { createSessions } from "../../domain/accounts/sessions.ts";
import { unavailable } from "../../domain/errors.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import { type Config, longestSessionMs } from "../../infra/config/config.ts";
import { createAccountStore } from "../../infra/database/account_store.ts";
import type { Database } from "../../infra/database/database.ts";
import { migrate } from "../../infra/database/migrate.ts";
import { openDatabase } from "../../composition/connections.ts";
import { startDatabase } from "../../composition/supervisor.ts";
import { createArgon2Hasher } from "../../infra/security/argon2.ts";
import { prepareDataDirectory } from "./data_directory.ts";

const DEMO = { username: "admin", password: "password" };

/** Works on the database of a configuration, beside a running server or without one. */
export async function withDatabase<Result>(
  config: Config,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  prepareDataDirectory(config);
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

/** Works on the accounts; servers that run learn of changes within a second. */
export async function withAccounts<Result>(
  config: Config,
  work: (accounts: Accounts) => Promise<Result>,
): Promise<Result> {
  return await withDatabase(config, async (database) => {
    await migrate(database);
    const store = createAccountStore(database);
    const clock = createSystemClock();
    const noTokens = () => Promise.reject(unavailable("No tokens are made here"));
    const sessions = createSessions({
      store,
      signer: { sign: noTokens, verify: noTokens },
      clock,
      maxLifetimeMs: longestSessionMs(config),
    });
    return await work(
      createAccounts({ store, hasher: createArgon2Hasher(), sessions, clock }),
    );
  });
}

/** Makes the demonstration's administrator unless it exists. */
export async function createDemoAccount(config: Config): Promise<void> {
  await withAccounts(config, async (accounts) => {
    const users = await accounts.list();
    if (users.some(({ username }) => username === DEMO.username)) return;
    await accounts.create(DEMO, "admin");
  });
}
