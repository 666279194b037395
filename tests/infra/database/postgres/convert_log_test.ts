// @ts-types="@types/pg"
import { Client } from "pg";
import assert from "node:assert/strict";
import { GUEST } from "../../../../domain/accounts/principal.ts";
import { DELETED_USERNAME } from "../../../../domain/accounts/types.ts";
import type { LogEntry } from "../../../../domain/log_entry.ts";
import type { Database } from "../../../../infra/database/database.ts";
import { firstUuidOf } from "../../../../infra/database/first_uuid_of.ts";
import { GUEST_UUID } from "../../../../infra/database/log_user_id.ts";
import { migrate } from "../../../../infra/database/migrate.ts";
import { LOCK } from "../../../../infra/database/postgres/advisory_lock.ts";
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";
import { purgeLog } from "../../../../infra/database/purge_log.ts";
import { createRelay } from "../../../../infra/events/relay.ts";
import { forgetNames } from "../../../../infra/request_log/forget_names.ts";
import { pendingEntry } from "../../../../infra/request_log/pending_entry.ts";
import { makeEarlierLog } from "../../../../testing/earlier_log.ts";
import { logEntry } from "../../../../testing/log_entries.ts";
import { openLogReader } from "../../../../testing/log_reader.ts";
import { createMemoryTopic } from "../../../../testing/memory_topic.ts";
import { createTestDatabase, type TestDatabase } from "../../../../testing/postgres.ts";
import { isIgnored } from "../../../../testing/services.ts";
import { until } from "../../../../testing/until.ts";

const ROWS = 2_500;
const BOB = "00000000-0000-7000-8000-00000000000b";
const NEVER = new AbortController().signal;

interface Fixture {
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  /** The entries in the order of their ids; those with odd indexes are not published. */
  readonly entries: readonly LogEntry[];
}

/** Runs a check on a log of an earlier version. */
function test(guarantee: string, check: (fixture: Fixture) => Promise<void>): void {
  Deno.test({
    name: `convertLog() ${guarantee}`,
    ignore: isIgnored("postgres"),
    fn: async () => {
      await using testDatabase = await createTestDatabase();
      const options = { url: testDatabase.url, ca: undefined, connections: 8 };
      const database = createPostgresDatabase(options);
      try {
        await migrate(database);
        await makeEarlierLog(database.kysely);
        const entries = Array.from(
          { length: ROWS },
          (_, index) => logEntry({ id: firstUuidOf(index), ...(index % 3 === 0 && { user: BOB }) }),
        );
        await insert(database, entries.filter((_, index) => index % 2 === 0), true);
        await insert(database, entries.filter((_, index) => index % 2 === 1), false);
        await check({ database, testDatabase, entries });
      } finally {
        await database.close();
      }
    },
  });
}

test("changes the types of the ids, and neither rows nor indexes nor permissions", async ({ database, testDatabase }) => {
  const old = logEntry({ user: "foreign" });
  await testDatabase.query(`
    insert into request_log values
      ('${old.id}', 'foreign', 'factorial', '${JSON.stringify(old)}', 1),
      ('${firstUuidOf(0).replace(/0$/, "1")}', 'guest', 'factorial', '{"user":"guest"}', 0);
    grant select, insert on request_log to public`);
  const before = await describe(testDatabase);
  const started: string[] = [];
  const converted: number[] = [];
  const options = {
    signal: NEVER,
    onStart: () => started.push("start"),
    onConverted: (rows: number) => converted.push(rows),
  };
  assert.equal(await database.convertLog(options), true);
  assert.deepEqual([started, converted], [["start"], [ROWS + 2]]);
  assert.equal(await database.convertLog(options), true);
  assert.equal(started.length, 1);
  const after = await describe(testDatabase);
  assert.deepEqual(after.types, ["id uuid", "user_id uuid"]);
  assert.deepEqual(before.types, ["id text", "user_id text"]);
  const [guest] = before.rows.filter(({ user_id }) => user_id === "guest");
  assert.equal(after.rows.find(({ id }) => id === guest!.id)!.user_id, GUEST_UUID);
  assert.deepEqual(withoutUsers(after.rows), withoutUsers(before.rows));
  assert.deepEqual(usersOf(after.rows), usersOf(before.rows));
  assert.deepEqual({ ...after, types: [], rows: [] }, { ...before, types: [], rows: [] });
  assert.deepEqual(await openLogReader(database).find(old.id), old);
});

test("continues after an interruption, and keeps what was written meanwhile", async ({ database, testDatabase, entries }) => {
  assert.equal(await database.convertLog({ signal: stopAfter(1) }), false);
  const copied = entries.slice(0, 1_000);
  await purgeLog(database, { before: 100, keepUnpublished: true });
  await createRelayOn(database).pass(NEVER);
  await database.kysely.insertInto("deleted_users")
    .values({ id: BOB, deleted_at_ms: Date.now(), forgotten_at_ms: null }).execute();
  assert.equal(await forgetNames(database, Date.now()), entries.filter(isBobs).length - 17);
  await insert(database, [logEntry(), logEntry({ user: GUEST.userId })], false);
  const before = await describe(testDatabase);
  assert.equal(await database.convertLog({ signal: stopAfter(1) }), false);
  let rest = 0;
  const onConverted = (rows: number) => rest = rows;
  assert.equal(await database.convertLog({ signal: NEVER, onConverted }), true);
  assert.ok(rest < ROWS - copied.length, "no row is copied twice");
  const after = await describe(testDatabase);
  assert.deepEqual(after.rows, before.rows);
  assert.equal(after.settings, "");
});

test("does not bring back a row that is deleted while it is copied", async ({ database, testDatabase, entries }) => {
  assert.equal(await database.convertLog({ signal: AbortSignal.abort() }), false);
  await using other = await openClient(testDatabase.url);
  await other.client.query("begin");
  await other.client.query("delete from request_log where id = $1", [entries[7]!.id]);
  let isSettled = false;
  const converting = database.convertLog({ signal: NEVER }).catch(() => false)
    .finally(() => isSettled = true);
  await using observer = await openClient(testDatabase.url);
  const isWaiting = async () => await countWaiting(observer.client) > 0;
  await until("the copy waits", async () => isSettled || await isWaiting());
  await other.client.query("commit");
  await converting;
  await until("the log is converted", () => database.convertLog({ signal: NEVER }));
  const { rows } = await describe(testDatabase);
  assert.deepEqual(rows.map(({ id }) => id), entries.map(({ id }) => id).toSpliced(7, 1));
});

test("gives up if another session keeps using the table, and continues later", async ({ database, testDatabase }) => {
  await using other = await openClient(testDatabase.url);
  await other.client.query("begin; select from request_log limit 1");
  await assert.rejects(database.convertLog({ signal: NEVER }), /lock timeout/);
  await insert(database, [logEntry()], true);
  await other.client.query("commit");
  let copied = NaN;
  const onConverted = (rows: number) => copied = rows;
  assert.equal(await database.convertLog({ signal: NEVER, onConverted }), true);
  assert.equal(copied, 1);
});

test("runs in one process at a time", async ({ database, testDatabase }) => {
  {
    await using other = await openClient(testDatabase.url);
    await other.client.query(LOCK, ["log conversion"]);
    assert.equal(await database.convertLog({ signal: NEVER }), false);
  }
  await until("the lock is free", () => database.convertLog({ signal: NEVER }));
});

test("keeps entries whose insertion waits for the replacement of the table", async ({ database, testDatabase, entries }) => {
  await using other = await openClient(testDatabase.url);
  await using observer = await openClient(testDatabase.url);
  const stored: LogEntry[] = [];
  const insertSome = async (): Promise<void> => {
    const some = [logEntry(), logEntry()];
    await insert(database, some, false);
    stored.push(...some);
  };

  /** Returns whether the table was replaced while insertions waited; too late, it gives up. */
  async function replaceWhileInserting(): Promise<boolean> {
    await other.client.query("begin; select from request_log limit 1");
    let isSettled = false;
    const converting = database.convertLog({ signal: NEVER }).catch(() => false)
      .finally(() => isSettled = true);
    while (!isSettled && await countWaiting(observer.client) < 1);
    const inserting = [1, 2, 3].map(insertSome);
    while (!isSettled && await countWaiting(observer.client) < 4);
    await other.client.query("commit");
    await Promise.all(inserting);
    return await converting;
  }

  // Postgres may keep the plan of a prepared statement from its sixth execution on.
  for (let times = 0; times < 6; times++) await Promise.all([1, 2, 3].map(insertSome));
  await until("the table was replaced", replaceWhileInserting);
  const { rows, types } = await describe(testDatabase);
  assert.deepEqual(types, ["id uuid", "user_id uuid"]);
  const expected = [...entries, ...stored].map(({ id }) => id).sort();
  assert.deepEqual(rows.map(({ id }) => id), expected);
});

test("loses no entry that is inserted meanwhile, nor a change", async ({ database, testDatabase, entries }) => {
  const topic = createMemoryTopic();
  const stored: LogEntry[] = [];
  let isConverted = false;

  async function insertUntilConverted(): Promise<void> {
    for (let after = 0; after < 5;) {
      const some = [logEntry(), logEntry({ user: BOB }), logEntry({ user: GUEST.userId })];
      await insert(database, some, false);
      stored.push(...some);
      if (isConverted) after++;
    }
  }

  async function relayUntilConverted(): Promise<void> {
    while (!isConverted) await createRelayOn(database, topic).pass(NEVER);
  }

  async function purgeUntilConverted(): Promise<void> {
    for (let before = 1; !isConverted; before = Math.min(before + 20, 1_500)) {
      await purgeLog(database, { before, keepUnpublished: false });
    }
  }

  async function forgetUntilConverted(): Promise<void> {
    await database.kysely.insertInto("deleted_users")
      .values({ id: BOB, deleted_at_ms: Date.now(), forgotten_at_ms: null }).execute();
    while (!isConverted) await forgetNames(database, Date.now());
  }

  const writing = [
    insertUntilConverted(),
    insertUntilConverted(),
    insertUntilConverted(),
    relayUntilConverted(),
    purgeUntilConverted(),
    forgetUntilConverted(),
  ];
  await until(
    "the log is converted",
    () => database.convertLog({ signal: NEVER }).catch(() => false),
  );
  isConverted = true;
  await Promise.all(writing);
  await purgeLog(database, { before: 1_500, keepUnpublished: false });
  await createRelayOn(database, topic).pass(NEVER);
  await forgetNames(database, Date.now());

  const { rows } = await describe(testDatabase);
  const expected = [...entries.slice(1_500), ...stored].map(({ id }) => id).sort();
  assert.deepEqual(rows.map(({ id }) => id), expected);
  assert.ok(rows.every(({ published }) => published === 1));
  const named = await openLogReader(database).page({ limit: 1, userId: BOB });
  assert.ok(named.every(({ username }) => username === DELETED_USERNAME));
  const events = topic.events.map(({ json }) => JSON.parse(json).id);
  assert.equal(events.length, new Set(events).size, "an entry is published once");
});

function isBobs({ user }: LogEntry): boolean {
  return user === BOB;
}

async function insert(
  database: Database,
  entries: readonly LogEntry[],
  published: boolean,
): Promise<void> {
  await database.insertEntries(entries.map(pendingEntry), published);
}

function createRelayOn(database: Database, topic = createMemoryTopic()) {
  const deadLetters = { write: () => Promise.resolve() };
  return createRelay({ database, producer: topic.createProducer(), deadLetters });
}

/** A signal that is aborted after some batches. */
function stopAfter(batches: number): AbortSignal {
  const controller = new AbortController();
  let checks = 0;
  return Object.defineProperty(controller.signal, "aborted", { get: () => ++checks > batches });
}

async function openClient(url: string): Promise<AsyncDisposable & { readonly client: Client }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** The number of sessions that wait for a lock. */
async function countWaiting(client: Client): Promise<number> {
  const { rowCount } = await client.query(`
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rowCount!;
}

type Row = Record<"id" | "user_id" | "operation" | "entry", string> & { published: number };

/** Everything about the log that others can see. */
async function describe(testDatabase: TestDatabase) {
  const rows = await testDatabase.query("select * from request_log order by id") as Row[];
  const query = async (sql: string) =>
    (await testDatabase.query(sql)).map((row) => Object.values(row).join(" "));
  return {
    rows,
    types: await query(`
      select attname, atttypid::regtype from pg_attribute
      where attrelid = 'request_log'::regclass and attname like '%id' and attnum > 0 order by 1`),
    columns: await query(`
      select attname, attnotnull, atthasdef, attcollation from pg_attribute
      where attrelid = 'request_log'::regclass and attname not like '%id' and attnum > 0 order by 1`),
    indexes: await query(
      "select indexdef from pg_indexes where tablename = 'request_log' order by 1",
    ),
    constraints: await query(`
      select conname, pg_get_constraintdef(oid) from pg_constraint
      where conrelid = 'request_log'::regclass and contype <> 'n' order by 1`),
    permissions: await query(`
      select relacl::text from pg_class where oid = 'request_log'::regclass`),
    tables: await query("select tablename from pg_tables where schemaname = 'public' order by 1"),
    functions: await query(`
      select count(*) from pg_proc where pronamespace = 'public'::regnamespace`),
    settings: (await query("select name from settings where name = 'log_conversion'")).join(),
  };
}

function withoutUsers(rows: readonly Row[]) {
  return rows.map(({ user_id: _, ...row }) => row);
}

/** The users with UUIDs. */
function usersOf(rows: readonly Row[]): string[] {
  return rows.map(({ user_id }) => user_id).filter((user) => user.startsWith("00000000-0000-7"));
}
