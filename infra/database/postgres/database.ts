import { Kysely, PostgresDialect, type PostgresPool, sql } from "kysely";
import { type Database, type DatabaseFeatures, UNLIMITED_MS } from "../database.ts";
import { createDamageWatch } from "../damage_watch.ts";
import { logUserId } from "../log_user_id.ts";
import type { Schema } from "../schema.ts";
import { LOCK, UNLOCK } from "./advisory_lock.ts";
import { parsePostgresAddress } from "./address.ts";
import { hasUuids } from "./has_uuids.ts";
import { createPostgresPool, type PostgresLimits } from "./pool.ts";
import { sqlState } from "./suspect_connection.ts";

export interface PostgresDatabaseOptions {
  /** Parsed by `parsePostgresAddress`. */
  readonly url: string;
  /** Trusted CA certificates in PEM. */
  readonly ca: string | undefined;
  /** Maximum pool size, in addition to the connections reserved for log entries and health checks. */
  readonly connections: number;
}

const FEATURES: DatabaseFeatures = {
  clusteredTables: false,
  binaryText: false,
  rowLocks: true,
  uuidColumns: true,
};

const LIMITS: PostgresLimits = { connectMs: 1_000, statementMs: 1_200, queryMs: 1_500 };

/**
 * For statements such as `create index`. Lock waits stay limited, because other queries queue up
 * behind a waiting lock.
 */
const UNLIMITED: PostgresLimits = {
  connectMs: 1_000,
  statementMs: UNLIMITED_MS,
  queryMs: UNLIMITED_MS,
  lockMs: 5_000,
};

/**
 * Reserved for log entries, so that slow reads cannot delay answers. As many as the batches that
 * MAX_OVERLAPPING of the group commit allows.
 */
const ENTRY_CONNECTIONS = 3;

/** Reserved for health checks, so that a busy pool does not look like a failing server. */
const MONITORING_CONNECTIONS = 1;

/** SQLSTATE classes: data exception, integrity constraint violation, program limit exceeded. */
const PERMANENT_ERRORS = /^(22|23|54)/;

/** SQLSTATEs: data or index corrupted. */
const DAMAGE = /^XX00[12]$/;

/** A Postgres server, which several processes may share. */
export function createPostgresDatabase(options: PostgresDatabaseOptions): Database {
  const { url, ca, connections } = options;
  const address = parsePostgresAddress(url);
  const pool = createPostgresPool({ address, ca, connections, limits: LIMITS });
  const reserve = (connections: number) =>
    createPostgresPool({ address, ca, connections, limits: LIMITS });
  const entryPool = reserve(ENTRY_CONNECTIONS);
  const monitoringPool = reserve(MONITORING_CONNECTIONS);
  const watch = createDamageWatch(isDamage);
  const kyselyOn = (pool: PostgresPool) =>
    new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), log: watch.log });
  const kysely = kyselyOn(pool);
  const monitoring = kyselyOn(monitoringPool);
  const pools = new Set([pool, entryPool, monitoringPool]);

  async function withoutTimeouts<Result>(
    work: (kysely: Kysely<Schema>) => Promise<Result>,
  ): Promise<Result> {
    const unlimited = createPostgresPool({ address, ca, connections: 1, limits: UNLIMITED });
    pools.add(unlimited);
    try {
      const kysely = kyselyOn(unlimited);
      await CANCEL_ON_DISCONNECT.execute(kysely);
      return await work(kysely);
    } finally {
      await unlimited.end();
      pools.delete(unlimited);
    }
  }

  return {
    kysely,
    monitoring,
    maxReads: Math.max(1, Math.floor(connections / 2)),
    features: FEATURES,

    insertEntries: async (entries, published) => {
      const columns = [
        entries.map(({ id }) => id),
        entries.map(({ user }) => logUserId(user, FEATURES)),
        entries.map(({ operation }) => operation),
        entries.map(({ storedJson }) => storedJson()).join(SEPARATOR),
      ];
      const client = await entryPool.connect();
      try {
        await client.execute(INSERT_ENTRIES, [...columns, Number(published)]);
      } finally {
        client.release();
      }
    },

    serverTime: async () => {
      const { rows: [row] } = await SERVER_TIME.execute(monitoring);
      return Number(row!.ms);
    },

    probeWrite: async () => {
      await PROBE_WRITE.execute(monitoring);
    },

    isPermanent: (error) => PERMANENT_ERRORS.test(sqlState(error) ?? ""),

    isDamage,

    firstDamage: watch.first,

    tryWithLock: async (name, work) => {
      const client = await pool.connect();
      let isUnlocked = false;
      try {
        const { rows } = await client.query<{ locked: boolean }>(LOCK, [name]);
        isUnlocked = !rows[0]!.locked;
        if (isUnlocked) return false;
        try {
          await work();
        } finally {
          await client.query(UNLOCK, [name]).then(() => isUnlocked = true, () => {});
        }
        return true;
      } finally {
        // A connection that may still hold the lock is closed, which makes the server release it.
        client.release(!isUnlocked);
      }
    },

    withoutTimeouts,

    convertLog: async (options) => {
      if (await hasUuids(kysely)) return true;
      const { convertLog } = await import("./convert_log.ts");
      return await withoutTimeouts((kysely) =>
        kysely.connection().execute((connection) => convertLog(connection, options))
      );
    },

    close: async () => {
      await Promise.all(pools.values().map((each) => each.end()));
    },
  };
}

function isDamage(error: unknown): boolean {
  return DAMAGE.test(sqlState(error) ?? "");
}

/**
 * Separates the JSON of entries, which escapes control characters. One text costs half as much as
 * an array parameter, in which every quote is escaped.
 */
const SEPARATOR = "\x1f";

const SERVER_TIME = sql<{ ms: string }>`
  select extract(epoch from clock_timestamp()) * 1000 as ms`;

/**
 * Distinct ids, as a statement cannot update a row twice; sorted, to prevent deadlocks. The columns
 * may still be of type `text`, to which an assignment casts a `uuid`.
 */
const INSERT_ENTRIES = {
  name: "insert_entries",
  text: `
    insert into request_log (id, user_id, operation, entry, published)
    select distinct on (id) id, user_id, operation, entry, $5::integer
    from unnest($1::uuid[], $2::uuid[], $3::text[], string_to_array($4, chr(31)))
      as entries (id, user_id, operation, entry)
    order by id
    on conflict (id) do update set published = 1
    where excluded.published = 1 and request_log.published = 0`,
};

/**
 * Inserts a row of the size of an entry and rolls that back, then commits the time of the probe.
 * The insertion needs the same permission, lock and space as an entry does.
 */
const PROBE_WRITE = sql`
  do $$ begin
    begin
      insert into request_log (id, user_id, operation, entry, published)
      values (md5(random()::text)::uuid, md5(random()::text)::uuid, '', repeat('x', 200), 1);
      raise sqlstate 'PROBE';
    exception when sqlstate 'PROBE' then null;
    end;
    insert into settings (name, value) values ('write_probe', now()::text)
    on conflict (name) do update set value = excluded.value;
  end $$`;

/** Cancels a statement whose client has disconnected. The setting exists since Postgres 14. */
const CANCEL_ON_DISCONNECT = sql`
  select set_config(name, '2s', false) from pg_settings
  where name = 'client_connection_check_interval'`;
