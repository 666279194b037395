// @ts-types="@types/pg"
import { Client } from "pg";

/** Key of the advisory lock that Kysely takes for migrations. */
const KYSELY_LOCK = "3853314791062309107";

/** Holds the migration lock of a database, like a process with a long migration. */
export async function holdMigrationLock(url: string): Promise<AsyncDisposable> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`select pg_advisory_lock(${KYSELY_LOCK})`);
  return { [Symbol.asyncDispose]: () => client.end() };
}
