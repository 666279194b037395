import { CompiledQuery, Kysely, sql } from "kysely";
import { type Database, UNLIMITED_MS } from "../database.ts";
import { createDamageWatch } from "../damage_watch.ts";
import type { Schema } from "../schema.ts";
import {
  connectSqlite,
  createSqliteDialect,
  type SqliteLimits,
  type SqlitePorts,
} from "./dialect.ts";

const LIMITS: SqliteLimits = { statementMs: 10_000, lockMs: 0 };
const UNLIMITED: SqliteLimits = { statementMs: UNLIMITED_MS, lockMs: UNLIMITED_MS };

/** SQLite locks and fills whole files, so writing any table is enough. */
const WRITE_PROBE = { name: "write_probe", value: sql<string>`current_timestamp` };

/** Messages of SQLite for values that it never accepts. */
const PERMANENT_ERRORS = /^(string or blob too big|.* constraint failed|datatype mismatch)/;

/** Messages of SQLite for a file whose content is wrong. */
const DAMAGE = /^(database disk image is malformed|file is not a database)/;

/** The reader runs one statement at a time; the second is prepared meanwhile. */
const MAX_READS = 2;

/** The embedded database behind its writer and reader isolates. */
export function createSqliteDatabase(
  ports: SqlitePorts,
  limits: SqliteLimits = LIMITS,
): Database {
  const isolates = connectSqlite(ports);
  const watch = createDamageWatch(isDamage);
  const kyselyWithin = (limits: SqliteLimits) =>
    new Kysely<Schema>({ dialect: createSqliteDialect(isolates, limits), log: watch.log });
  const kysely = kyselyWithin(limits);
  const monitoring = kyselyWithin({ ...limits, lane: "urgent" });
  const running = new Set<string>();

  return {
    kysely,
    monitoring,
    maxReads: MAX_READS,
    features: { clusteredTables: true, binaryText: true, rowLocks: false, uuidColumns: false },

    insertEntries: async (entries, published) => {
      const flag = Number(published);
      const values = entries.flatMap(
        ({ id, user, operation, storedJson }) => [id, user, operation, storedJson(), flag],
      );
      await kysely.executeQuery(CompiledQuery.raw(insertStatement(entries.length), values));
    },

    serverTime: () => Promise.resolve(undefined),

    probeWrite: async () => {
      await monitoring.insertInto("settings").values(WRITE_PROBE)
        .onConflict((conflict) => conflict.column("name").doUpdateSet(WRITE_PROBE)).execute();
    },

    isPermanent: (error) => error instanceof Error && PERMANENT_ERRORS.test(error.message),

    isDamage,

    firstDamage: watch.first,

    tryWithLock: async (name, work) => {
      if (running.has(name)) return false;
      running.add(name);
      try {
        await work();
        return true;
      } finally {
        running.delete(name);
      }
    },

    withoutTimeouts: (work) => work(kyselyWithin(UNLIMITED)),

    convertLog: () => Promise.resolve(true),

    close: () => kysely.destroy(),
  };
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && DAMAGE.test(error.message);
}

/** Plain SQL, because compiling a query for each batch costs more than storing the entries. */
function insertStatement(rows: number): string {
  return "insert into request_log (id, user_id, operation, entry, published) values " +
    Array<string>(rows).fill("(?, ?, ?, ?, ?)").join(", ") +
    " on conflict (id) do update set published = 1" +
    " where excluded.published = 1 and request_log.published = 0";
}
