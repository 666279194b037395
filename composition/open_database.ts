import "../infra/isolates/empty_process_env.ts";
import type { Config } from "../infra/config/config.ts";
import type { Database } from "../infra/database/database.ts";
import { createSqliteDatabase } from "../infra/database/sqlite/database.ts";
import type { SqlitePorts } from "../infra/database/sqlite/dialect.ts";

/**
 * The database that is configured; the embedded one is behind the ports of its isolates. Who uses
 * that does not wait for the other's driver to load.
 */
export async function openDatabase(
  { databaseUrl, databaseCa, databasePool }: Config,
  sqlite: SqlitePorts | undefined,
): Promise<Database> {
  if (databaseUrl === undefined) return createSqliteDatabase(sqlite!);
  const { createPostgresDatabase } = await import("../infra/database/postgres/database.ts");
  return createPostgresDatabase({ url: databaseUrl, ca: databaseCa, connections: databasePool });
}
