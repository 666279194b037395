import { CompiledQuery, Kysely } from "kysely";
import { type Database, UNLIMITED_MS } from "../database.ts";
import type { Schema } from "../schema.ts";
import {
  connectSqlite,
  createSqliteDialect,
  type SqliteLimits,
  type SqlitePorts,
} from "./dialect.ts";

const LIMITS: SqliteLimits = { statementMs: 10_000, lockMs: 0 };
const UNLIMITED: SqliteLimits = { statementMs: UNLIMITED_MS, lockMs: UNLIMITED_MS };

/** Messages of SQLite for values that it never accepts. */
const PERMANENT_ERRORS = /^(string or blob too big|.* constraint failed|datatype mismatch)/;

/** The embedded database behind its writer and reader isolates. */
export function createSqliteDatabase(
  ports: SqlitePorts,
  limits: SqliteLimits = LIMITS,
): Database {
  const isolates = connectSqlite(ports);
  const kyselyWithin = (limits: SqliteLimits) =>
    new Kysely<Schema>({ dialect: createSqliteDialect(isolates, limits) });
  const kysely = kyselyWithin(limits);
  const running = new Set<string>();

  return {
    kysely,
    features: { clusteredTables: true, binaryText: true, rowLocks: false },

    insertEntries: async (entries, published) => {
      const flag = Number(published);
      const values = entries.flatMap(
        ({ id, user, operation, json }) => [id, user, operation, json, flag],
      );
      await kysely.executeQuery(CompiledQuery.raw(insertStatement(entries.length), values));
    },

    isPermanent: (error) => error instanceof Error && PERMANENT_ERRORS.test(error.message),

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

    close: () => kysely.destroy(),
  };
}

/** Plain SQL, because compiling a query for each batch costs more than storing the entries. */
function insertStatement(rows: number): string {
  return "insert into request_log (id, user_id, operation, entry, published) values " +
    Array<string>(rows).fill("(?, ?, ?, ?, ?)").join(", ") +
    " on conflict (id) do update set published = 1" +
    " where excluded.published = 1 and request_log.published = 0";
}
