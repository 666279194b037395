import { Kysely, PostgresDialect, type PostgresPool, sql } from "kysely";
import { type Database, UNLIMITED_MS } from "../database.ts";
import type { Schema } from "../schema.ts";
import { parsePostgresAddress } from "./address.ts";
import { sqlState } from "./client.ts";
import { createPostgresPool, type PostgresLimits } from "./pool.ts";

export interface PostgresDatabaseOptions {
  /** See `parsePostgresAddress`. */
  readonly url: string;
  /** Certificates to trust, in PEM. */
  readonly ca: string | undefined;
  /** At most so many at a time, besides those for entries. */
  readonly connections: number;
}

const LIMITS: PostgresLimits = { connectMs: 1_000, statementMs: 1_200, queryMs: 1_500 };

/** For work such as building an index; but whoever waits for a lock on a table holds up others. */
const PATIENT_LIMITS: PostgresLimits = {
  connectMs: 1_000,
  statementMs: UNLIMITED_MS,
  queryMs: UNLIMITED_MS,
  lockMs: 5_000,
};

/** Kept for entries alone, so that nobody's reading holds up an answer. */
const RECORDING_CONNECTIONS = 3;

/** Values that are wrong, that break a rule or that are too large. */
const REFUSALS = /^(22|23|54)/;

/** The first half of the keys of this program's advisory locks; any number will do. */
const LOCKS = 7_243_001;

/** A server that many processes may share. */
export function createPostgresDatabase(options: PostgresDatabaseOptions): Database {
  const { url, ca, connections } = options;
  const address = parsePostgresAddress(url);
  const pool = createPostgresPool({ address, ca, connections, limits: LIMITS });
  const recording = createPostgresPool({
    address,
    ca,
    connections: RECORDING_CONNECTIONS,
    limits: LIMITS,
  });

  const pools = new Set([pool, recording]);

  return {
    kysely: kyselyOn(pool),
    features: { clusteredTables: false, binaryText: false, rowLocks: true },

    insertEntries: async (entries, published) => {
      const columns = [
        entries.map(({ id }) => id),
        entries.map(({ user }) => user),
        entries.map(({ operation }) => operation),
        entries.map(({ json }) => json).join(SEPARATOR),
      ];
      const client = await recording.connect();
      try {
        await client.execute(INSERT_ENTRIES, [...columns, Number(published)]);
      } finally {
        client.release();
      }
    },

    isPermanent: (error) => REFUSALS.test(sqlState(error) ?? ""),

    tryWithLock: async (name, work) => {
      const client = await pool.connect();
      let isFree = false;
      try {
        const { rows } = await client.query<{ locked: boolean }>(LOCK, [LOCKS, name]);
        isFree = !rows[0]!.locked;
        if (isFree) return false;
        try {
          await work();
        } finally {
          await client.query(UNLOCK, [LOCKS, name]).then(() => isFree = true, () => {});
        }
        return true;
      } finally {
        // The server releases the locks of a connection that ends.
        client.release(!isFree);
      }
    },

    withoutTimeouts: async (work) => {
      const patient = createPostgresPool({ address, ca, connections: 1, limits: PATIENT_LIMITS });
      pools.add(patient);
      try {
        const kysely = kyselyOn(patient);
        await END_WITH_CLIENT.execute(kysely);
        return await work(kysely);
      } finally {
        await patient.end();
        pools.delete(patient);
      }
    },

    close: async () => {
      await Promise.all(pools.values().map((each) => each.end()));
    },
  };
}

function kyselyOn(pool: PostgresPool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Between the JSON of entries: no JSON holds a control character that is not escaped. One text is
 * half the work of an array, whose every quote would be escaped.
 */
const SEPARATOR = "\x1f";

/** Ids in order, each once: a statement may not change a row twice, nor two wait for each other. */
const INSERT_ENTRIES = {
  name: "insert_entries",
  text: `
    insert into request_log (id, user_id, operation, entry, published)
    select distinct on (id) id, user_id, operation, entry, $5::integer
    from unnest($1::text[], $2::text[], $3::text[], string_to_array($4, chr(31)))
      as entries (id, user_id, operation, entry)
    order by id
    on conflict (id) do update set published = 1
    where excluded.published = 1 and request_log.published = 0`,
};

/** A machine that is gone without a word keeps its locks until the server has asked for it. */
const LOCK = `
  select pg_try_advisory_lock($1, hashtext($2)) as locked,
    set_config('tcp_keepalives_idle', '5', false),
    set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '2', false)`;

/** Otherwise the server goes on with a statement whose process is gone; before Postgres 14 it does. */
const END_WITH_CLIENT = sql`
  select set_config(name, '2s', false) from pg_settings
  where name = 'client_connection_check_interval'`;

const UNLOCK = "select pg_advisory_unlock($1, hashtext($2))";
