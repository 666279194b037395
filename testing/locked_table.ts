// @ts-types="@types/pg"
import { Client } from "pg";

/** Locks a table of Postgres against everything until disposal. */
export async function lockTable(url: string, table: string): Promise<AsyncDisposable> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`begin; lock table ${table} in access exclusive mode`);
  return { [Symbol.asyncDispose]: () => client.end() };
}
