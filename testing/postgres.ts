// @ts-types="@types/pg"
import { Client } from "pg";
import { addressOf } from "./services.ts";
import { until } from "./until.ts";

/** A temporary database on the real server, dropped on disposal. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Runs statements on a new connection and returns the rows of the last one. */
  query(sql: string): Promise<Record<string, unknown>[]>;
}

/** Creates an empty database. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const server = addressOf("postgres");
  const url = new URL(server);
  url.pathname = `/${name}`;
  await queryPostgres(server, `create database ${name}`);
  return {
    url: url.href,
    query: (sql) => queryPostgres(url.href, sql),
    [Symbol.asyncDispose]: async () => {
      // Dropping fails while autovacuum works on the database.
      const drop = () => queryPostgres(server, `drop database ${name} with (force)`);
      await until("the database is dropped", () => drop().then(() => true, () => false));
    },
  };
}

/** Runs statements on a new connection and returns the rows of the last one. */
export async function queryPostgres(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const result = await client.query(sql);
    return [result].flat().at(-1)!.rows;
  } finally {
    await client.end();
  }
}
