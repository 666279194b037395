import type { Database } from "../../infra/database/database.ts";
import { migrate } from "../../infra/database/migrate.ts";
import { createSqliteDatabase } from "../../infra/database/sqlite/database.ts";
import { createPostgresDatabase } from "../../infra/database/postgres/database.ts";
import type { SqlitePorts } from "../../infra/database/sqlite/dialect.ts";
import { startDatabaseIsolates } from "../../composition/supervisor.ts";
import { isolatePermissions } from "../../composition/permissions.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { isIgnored } from "../../testing/services.ts";

export interface OpenDatabase extends AsyncDisposable {
  readonly database: Database;
}

/** A kind of database that every contract must hold for. */
export interface DatabaseKind {
  readonly name: string;
  /** True where it cannot be reached; its tests are shown as ignored. */
  readonly ignore: boolean;
  /** A new database with its tables, and nothing in them. */
  open(): Promise<OpenDatabase>;
}

export const DATABASES: readonly DatabaseKind[] = [
  { name: "SQLite", ignore: false, open: openSqlite },
  { name: "Postgres", ignore: isIgnored("postgres"), open: openPostgres },
];

async function openSqlite(): Promise<OpenDatabase> {
  const opened = await startSqlite();
  const database = createSqliteDatabase(opened.ports);
  await migrate(database);
  return { database, [Symbol.asyncDispose]: opened[Symbol.asyncDispose] };
}

async function openPostgres(): Promise<OpenDatabase> {
  const made = await createTestDatabase();
  const database = createPostgresDatabase({ url: made.url, ca: undefined, connections: 10 });
  await migrate(database);
  return {
    database,
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await made[Symbol.asyncDispose]();
    },
  };
}

export interface StartedSqlite extends AsyncDisposable {
  readonly dataDir: string;
  readonly ports: SqlitePorts;
}

/** The isolates of a database without tables, in a directory that is removed unless it is given. */
export async function startSqlite(givenDir?: string): Promise<StartedSqlite> {
  const dataDir = givenDir ?? await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  const config = { host: "127.0.0.1", port: 0, dataDir };
  const isolates = await startDatabaseIsolates({
    dataDir,
    permissions: isolatePermissions(config).database,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  return {
    dataDir,
    ports: isolates.ports,
    [Symbol.asyncDispose]: async () => {
      await isolates.stop();
      if (givenDir === undefined) await Deno.remove(dataDir, { recursive: true });
    },
  };
}
