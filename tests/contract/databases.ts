import assert from "node:assert/strict";
import type { Database } from "../../infra/database/database.ts";
import { migrate } from "../../infra/database/migrate.ts";
import { createSqliteDatabase } from "../../infra/database/sqlite/database.ts";
import { createPostgresDatabase } from "../../infra/database/postgres/database.ts";
import type { SqlitePorts } from "../../infra/database/sqlite/dialect.ts";
import { sqliteIsolates } from "../../composition/supervisor.ts";
import { isolatePermissions } from "../../composition/permissions.ts";
import { makeEarlierLog } from "../../testing/earlier_log.ts";
import { addMigratedDatabase, startInThreadDatabase } from "../../testing/in_thread_database.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { isIgnored } from "../../testing/services.ts";

export interface OpenDatabase extends AsyncDisposable {
  readonly database: Database;
}

/** A database that the contract tests run against. */
export interface DatabaseKind {
  readonly name: string;
  /** True if no server is configured; its tests are then reported as ignored. */
  readonly ignore: boolean;
  /** Opens a new migrated database without rows. */
  open(): Promise<OpenDatabase>;
}

export const DATABASES: readonly DatabaseKind[] = [
  { name: "SQLite", ignore: false, open: openSqlite },
  { name: "Postgres", ignore: isIgnored("postgres"), open: openPostgres },
];

/** The databases, and Postgres while the request log of an earlier version is being converted. */
export const LOG_DATABASES: readonly DatabaseKind[] = [
  ...DATABASES,
  {
    name: "Postgres during a conversion",
    ignore: isIgnored("postgres"),
    open: async () => {
      const opened = await openPostgres();
      await makeEarlierLog(opened.database.kysely);
      assert.equal(await opened.database.convertLog({ signal: AbortSignal.abort() }), false);
      return opened;
    },
  },
];

async function openSqlite(): Promise<OpenDatabase> {
  const dataDir = await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  await addMigratedDatabase(dataDir);
  const { ports, stop } = startInThreadDatabase(dataDir);
  const database = createSqliteDatabase(ports);
  return {
    database,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

async function openPostgres(): Promise<OpenDatabase> {
  const testDatabase = await createTestDatabase();
  const database = createPostgresDatabase({
    url: testDatabase.url,
    ca: undefined,
    connections: 10,
  });
  await migrate(database);
  return {
    database,
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}

export interface StartedSqlite extends AsyncDisposable {
  readonly dataDir: string;
  readonly ports: SqlitePorts;
}

/** Starts an empty database in this thread, in a temporary directory. */
export async function startSqlite(): Promise<StartedSqlite> {
  const dataDir = await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  const { ports, stop } = startInThreadDatabase(dataDir);
  return {
    dataDir,
    ports,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

/**
 * Starts the isolates of an empty database, in a temporary directory unless one is given. In one
 * thread, a statement that waits for another connection would keep that one from ever finishing.
 */
export async function startSqliteIsolates(givenDir?: string): Promise<StartedSqlite> {
  const dataDir = givenDir ?? await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  const config = { host: "127.0.0.1", port: 0, dataDir };
  const isolates = sqliteIsolates({
    dataDir,
    permissions: isolatePermissions(config).database,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  await isolates.start();
  return {
    dataDir,
    ports: isolates.ports,
    [Symbol.asyncDispose]: async () => {
      await isolates.stop();
      if (givenDir === undefined) await Deno.remove(dataDir, { recursive: true });
    },
  };
}
