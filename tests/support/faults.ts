import { DatabaseSync } from "node:sqlite";
import { DATABASE_FILE } from "../../infra/isolates/database_isolates.ts";

const TABLES = ["users", "sessions", "revocations", "settings", "request_log"];

/** Makes SQLite refuse for real, from a connection of the test's own. */
export interface DatabaseFaults {
  /** Every write fails, as on a full disk; reading goes on. */
  failWrites(): void;
  allowWrites(): void;
  /** Nothing can be read or written: the tables are away. */
  takeAway(): void;
  giveBack(): void;
}

export function databaseFaults(dataDir: string): DatabaseFaults {
  function execute(statements: (table: string) => string): void {
    const database = new DatabaseSync(`${dataDir}/${DATABASE_FILE}`, { timeout: 5000 });
    try {
      database.exec(`begin immediate; ${TABLES.map(statements).join(" ")} commit;`);
    } finally {
      database.close();
    }
  }

  return {
    failWrites: () =>
      execute((table) =>
        ["insert", "update"].map((event) =>
          `create trigger fault_${event}_${table} before ${event} on ${table} ` +
          `begin select raise(abort, 'database or disk is full'); end;`
        ).join(" ")
      ),
    allowWrites: () =>
      execute((table) => `drop trigger fault_insert_${table}; drop trigger fault_update_${table};`),
    takeAway: () => execute((table) => `alter table ${table} rename to away_${table};`),
    giveBack: () => execute((table) => `alter table away_${table} rename to ${table};`),
  };
}
