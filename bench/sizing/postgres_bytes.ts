import type { TestDatabase } from "../../testing/postgres.ts";

/** Bytes of an average row of the request log: its JSON, the table, each index, and all together. */
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
    ["as an event", Number(json)],
    ["in the table", Number(table)],
    ["in the index by id", Number(key)],
    ["in the index by user", Number(user)],
    ["in total", Number(total)],
  ];
}
