// @ts-types="@types/pg"
import { Client } from "pg";

/** The key under which Kysely takes turns at migrating. */
const KYSELY_LOCK = "3853314791062309107";

/** Takes the turn at migrating a database, as a process does whose migration lasts. */
export async function holdMigrationLock(url: string): Promise<AsyncDisposable> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`select pg_advisory_lock(${KYSELY_LOCK})`);
  return { [Symbol.asyncDispose]: () => client.end() };
}
