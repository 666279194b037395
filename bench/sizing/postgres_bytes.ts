import { restoreEntry } from "../../infra/request_log/stored_entry.ts";
import type { TestDatabase } from "../../testing/postgres.ts";

const SAMPLE = 1_000;

/** Bytes of an average entry as an event and, in the request log, of its parts and all together. */
export async function postgresBytes(database: TestDatabase): Promise<[string, number][]> {
  await database.query("vacuum analyze request_log");
  const [row] = await database.query(`
    select avg(octet_length(entry))::integer as json,
      pg_table_size('request_log') / count(*) as table,
      pg_relation_size('request_log_pkey') / count(*) as key,
      pg_relation_size('request_log_user') / count(*) as user,
      pg_total_relation_size('request_log') / count(*) as total
    from request_log`);
  const { json, table, key, user, total } = row!;
  return [
    ["as an event", await eventBytes(database)],
    ["its JSON", Number(json)],
    ["in the table", Number(table)],
    ["in the index by id", Number(key)],
    ["in the index by user", Number(user)],
    ["in total", Number(total)],
  ];
}

async function eventBytes(database: TestDatabase): Promise<number> {
  const rows = await database.query(`select * from request_log limit ${SAMPLE}`);
  const events = rows.map(({ id, user_id, operation, entry }) =>
    JSON.stringify(restoreEntry({
      id: String(id),
      user_id: String(user_id),
      operation: String(operation),
      entry: String(entry),
    }))
  );
  return Math.round(events.join("").length / rows.length);
}
