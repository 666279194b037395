import { CompiledQuery, type Kysely, sql } from "kysely";
import type { ConvertLogOptions } from "../database.ts";
import { GUEST_UUID } from "../log_user_id.ts";
import type { Schema } from "../schema.ts";
import { LOCK } from "./advisory_lock.ts";
import { hasUuids } from "./has_uuids.ts";

/** Rows per statement: writers of the same rows wait for it. */
const BATCH_ROWS = 1_000;

/** Others queue up behind a waiting lock on the table, and answers wait for them. */
const LOCK_TIMEOUT = sql.lit("200ms");

/** Name of the setting with the id of the last row that was copied. */
const CURSOR = sql.lit("log_conversion");

/**
 * Replaces the request log by a copy whose ids are of type `uuid`. A trigger keeps the copy up to
 * date, so that the service can use the log meanwhile. Holds an advisory lock until the connection
 * is closed. Throws if a lock cannot be had soon or a statement fails; the state in the database then
 * lets another call continue.
 */
export async function convertLog(
  connection: Kysely<Schema>,
  { signal, onStart, onConverted }: ConvertLogOptions,
): Promise<boolean> {
  const lock = CompiledQuery.raw(LOCK, ["log conversion"]);
  const { rows: [row] } = await connection.executeQuery<{ locked: boolean }>(lock);
  if (!row!.locked) return false;
  if (await hasUuids(connection)) return true;
  await runInTransaction(connection, CREATE_COPY);
  onStart?.();
  let copied = 0;
  for (let rows = BATCH_ROWS; rows > 0;) {
    if (signal.aborted) return false;
    rows = await copyBatch(connection);
    copied += rows;
  }
  await sql`analyze request_log_next`.execute(connection);
  await runInTransaction(connection, REPLACE_LOG);
  onConverted?.(copied);
  return true;
}

async function runInTransaction(
  connection: Kysely<Schema>,
  statements: typeof CREATE_COPY,
): Promise<void> {
  await connection.transaction().execute((transaction) => statements.execute(transaction));
}

/** Returns the number of rows. */
async function copyBatch(connection: Kysely<Schema>): Promise<number> {
  const { rows: [row] } = await COPY_BATCH.execute(connection);
  return row!.rows;
}

const COLUMNS = sql`id, user_id, operation, entry, published`;

/** The columns of a row of the log with the types of the copy. Not every user has a UUID. */
function convertedColumns(row: string) {
  const id = sql.ref(`${row}.id`);
  const user = sql.ref(`${row}.user_id`);
  const others = ["operation", "entry", "published"].map((name) => sql.ref(`${row}.${name}`));
  return sql`${id}::uuid,
    case when ${user} = 'guest' then ${sql.lit(GUEST_UUID)}
      when ${user} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${user}
      else md5(${user}) end::uuid,
    ${sql.join(others)}`;
}

/** Has no effect if an interrupted conversion left the copy. */
const CREATE_COPY = sql`
  set local lock_timeout = ${LOCK_TIMEOUT};
  do $$ begin
    if to_regclass('request_log_next') is not null then return; end if;
    create table request_log_next (
      id uuid constraint request_log_next_pkey primary key,
      user_id uuid not null,
      operation text collate "C" not null,
      entry text collate "C" not null,
      published integer not null default 1
    );
    create index request_log_next_user on request_log_next (user_id, id, operation);
    create index request_log_next_unpublished on request_log_next (id) where published = 0;
    create function request_log_mirror() returns trigger language plpgsql as $mirror$ begin
      if tg_op = 'DELETE' then
        delete from request_log_next where id = old.id::uuid;
      elsif tg_op = 'TRUNCATE' then
        truncate request_log_next;
      else
        insert into request_log_next (${COLUMNS}) values (${convertedColumns("new")})
        on conflict (id) do update set entry = excluded.entry, published = excluded.published;
      end if;
      return null;
    end $mirror$;
    create trigger request_log_mirror after insert or update or delete on request_log
      for each row execute function request_log_mirror();
    create trigger request_log_mirror_truncate after truncate on request_log
      for each statement execute function request_log_mirror();
    delete from settings where name = ${CURSOR};
  end $$`;

/**
 * Locks the rows, in the order of their ids as all writers do, so that none of them is deleted
 * before its copy is there for the trigger to delete.
 */
const COPY_BATCH = sql<{ rows: number }>`
  with batch as materialized (
    select ${COLUMNS} from request_log
    where id > coalesce((select value from settings where name = ${CURSOR}), '')
    order by id limit ${sql.lit(BATCH_ROWS)} for share
  ), copied as (
    insert into request_log_next (${COLUMNS}) select ${convertedColumns("batch")} from batch
    on conflict (id) do nothing
  ), moved as (
    insert into settings (name, value) select ${CURSOR}, max(id) from batch having count(*) > 0
    on conflict (name) do update set value = excluded.value
  )
  select count(*)::integer as rows from batch`;

/** A statement of another session that waits for the lock continues with the new table. */
const REPLACE_LOG = sql`
  set local lock_timeout = ${LOCK_TIMEOUT};
  lock table request_log in access exclusive mode;
  do $$ declare permission record; begin
    for permission in
      select privilege_type as name, grantee from pg_class, aclexplode(relacl)
      where pg_class.oid = 'request_log'::regclass
    loop
      execute format('grant %s on request_log_next to %s', permission.name,
        case permission.grantee when 0 then 'public' else permission.grantee::regrole::text end);
    end loop;
  end $$;
  drop table request_log;
  drop function request_log_mirror;
  alter table request_log_next rename to request_log;
  alter index request_log_next_pkey rename to request_log_pkey;
  alter index request_log_next_user rename to request_log_user;
  alter index request_log_next_unpublished rename to request_log_unpublished;
  delete from settings where name = ${CURSOR}`;
