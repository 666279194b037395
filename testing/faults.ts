import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../composition/supervisor.ts";
import { queryPostgres } from "./postgres.ts";
import type { TestService } from "./service.ts";

const TABLES = ["users", "sessions", "revocations", "settings", "request_log"];
const EVENTS = ["insert", "update"];
const REASON = "database or disk is full";

/** Makes the database of a service fail, through a separate connection. */
export interface DatabaseFaults {
  /** Makes every write fail, as on a full disk; reads succeed. */
  failWrites(): Promise<void>;
  allowWrites(): Promise<void>;
  /** Renames the tables, so that reads and writes fail. */
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
}

export function databaseFaults({ config, dataDir }: TestService): DatabaseFaults {
  const { databaseUrl } = config;
  const dialect = databaseUrl === undefined ? sqliteFaults(dataDir) : postgresFaults(databaseUrl);
  const onTables = (statement: (table: string) => string) =>
    dialect.execute(TABLES.map(statement).join(" "));
  const onEvents = (statement: (event: string, table: string) => string) =>
    onTables((table) => EVENTS.map((event) => statement(event, table)).join(" "));

  return {
    failWrites: () => onEvents(dialect.makeTrigger),
    allowWrites: () => onEvents(dialect.dropTrigger),
    takeAway: () => onTables((table) => `alter table ${table} rename to away_${table};`),
    giveBack: () => onTables((table) => `alter table away_${table} rename to ${table};`),
  };
}

interface FaultDialect {
  /** Executes all statements in one transaction. */
  execute(sql: string): Promise<void>;
  makeTrigger(event: string, table: string): string;
  dropTrigger(event: string, table: string): string;
}

function sqliteFaults(dataDir: string): FaultDialect {
  return {
    execute: (sql) => {
      using database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`, { timeout: 5000 });
      database.exec(`begin immediate; ${sql} commit;`);
      return Promise.resolve();
    },
    makeTrigger: (event, table) =>
      `create trigger fault_${event}_${table} before ${event} on ${table} ` +
      `begin select raise(abort, '${REASON}'); end;`,
    dropTrigger: (event, table) => `drop trigger fault_${event}_${table};`,
  };
}

function postgresFaults(url: string): FaultDialect {
  const makeFunction = "create or replace function fault() returns trigger language plpgsql as " +
    `$$ begin raise exception '${REASON}'; end $$;`;
  return {
    execute: async (sql) => {
      await queryPostgres(url, makeFunction + sql);
    },
    makeTrigger: (event, table) =>
      `create trigger fault_${event}_${table} before ${event} on ${table} ` +
      "for each statement execute function fault();",
    dropTrigger: (event, table) => `drop trigger fault_${event}_${table} on ${table};`,
  };
}
