import type { Insertable, Selectable, Transaction } from "kysely";
import type {
  ListedSession,
  Revocation,
  User,
  UserChanges,
  UserRecord,
} from "../../domain/accounts/types.ts";
import { lastAdministrator, ServiceError } from "../../domain/errors.ts";
import { uuidTime } from "../../domain/uuid_time.ts";
import type { AccountStore, MakeRevocation } from "../../domain/ports.ts";
import type { Database } from "./database.ts";
import { deleteInBatches } from "./delete_in_batches.ts";
import { mapDatabaseErrors } from "./map_database_errors.ts";
import { readRevocation, revocationRow } from "./revocation_rows.ts";
import type { Schema } from "./schema.ts";

/** Accounts, sessions and revocations in a database. */
export function createAccountStore(
  { kysely: database, features }: Pick<Database, "kysely" | "features">,
): AccountStore {
  function change(
    transaction: Transaction<Schema>,
    id: string,
    { passwordHash, role, disabled }: UserChanges,
  ) {
    return transaction.updateTable("users").set(({ eb }) => ({
      ...(passwordHash !== undefined && { password_hash: passwordHash }),
      ...(role !== undefined && { role }),
      ...(disabled !== undefined && { disabled: Number(disabled) }),
      version: eb("version", "+", 1),
    })).where("id", "=", id);
  }

  /**
   * Runs changes of users that leave an enabled administrator. The locked rows make concurrent
   * changes of administrators wait for each other.
   */
  function keepAdministrator<Result>(
    work: (transaction: Transaction<Schema>) => Promise<Result>,
  ): Promise<Result> {
    return mapDatabaseErrors(() =>
      database.transaction().execute(async (transaction) => {
        const administrators = transaction.selectFrom("users").select("id")
          .where("role", "=", "admin").where("disabled", "=", 0);
        const before = await administrators.orderBy("id")
          .$if(features.rowLocks, (rows) => rows.forUpdate()).execute();
        const result = await work(transaction);
        if (before.length > 0 && (await administrators.limit(1).execute()).length === 0) {
          throw lastAdministrator();
        }
        return result;
      })
    );
  }

  return {
    createUser: (user) =>
      mapDatabaseErrors(async () => {
        const { numInsertedOrUpdatedRows } = await database.insertInto("users")
          .values(userRow(user))
          .onConflict((conflict) => conflict.column("username_key").doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n) return;
        throw new ServiceError(
          "username_taken",
          `The username ${JSON.stringify(user.username)} is taken`,
          { errors: [{ field: "username", message: "This username is taken" }] },
        );
      }),

    findUserByName: (username) =>
      mapDatabaseErrors(async () => {
        if (!isStorable(username)) return undefined;
        const row = await database.selectFrom("users").selectAll()
          .where("username_key", "=", username.toLowerCase()).executeTakeFirst();
        return row && userRecord(row);
      }),

    findUser: (id) =>
      mapDatabaseErrors(async () => {
        if (!isStorable(id)) return undefined;
        const row = await database.selectFrom("users").selectAll()
          .where("id", "=", id).executeTakeFirst();
        return row && userRecord(row);
      }),

    listUsers: () =>
      mapDatabaseErrors(async () => {
        const rows = await database.selectFrom("users").selectAll().orderBy("username_key")
          .execute();
        return rows.map(publicUser);
      }),

    findUsers: ({ prefix, after, limit }) =>
      mapDatabaseErrors(async () => {
        if (!isStorable(prefix)) return [];
        const key = prefix.toLowerCase();
        const rows = await database.selectFrom("users").selectAll()
          .where("username_key", ">=", key).where("username_key", "<", `${key}~`)
          .$if(after !== undefined, (query) => query.where("username_key", ">", after!))
          .orderBy("username_key").limit(limit).execute();
        return rows.map(publicUser);
      }),

    updateUser: (id, changes, makeRevocation) =>
      mapDatabaseErrors(() =>
        database.transaction().execute(async (transaction) => {
          await change(transaction, id, changes).execute();
          // The locked row prevents new sessions for its previous version.
          return await revokeAll(transaction, id, makeRevocation);
        })
      ),

    changePassword: (id, { from, to }, makeRevocation) =>
      mapDatabaseErrors(() =>
        database.transaction().execute(async (transaction) => {
          const { numUpdatedRows } = await change(transaction, id, { passwordHash: to })
            .where("password_hash", "=", from).executeTakeFirst();
          if (numUpdatedRows === 0n) return undefined;
          return await revokeAll(transaction, id, makeRevocation);
        })
      ),

    administerUser: (id, changes, makeRevocation) =>
      keepAdministrator(async (transaction) => {
        await change(transaction, id, changes).execute();
        return await revokeAll(transaction, id, makeRevocation);
      }),

    deleteUser: (id, makeRevocation, passwordHash) =>
      keepAdministrator(async (transaction) => {
        const { numDeletedRows } = await transaction.deleteFrom("users").where("id", "=", id)
          .$if(
            passwordHash !== undefined,
            (user) => user.where("password_hash", "=", passwordHash!),
          )
          .executeTakeFirst();
        if (passwordHash !== undefined && numDeletedRows === 0n) return undefined;
        const revocation = await revokeAll(transaction, id, makeRevocation);
        await transaction.deleteFrom("sessions").where("user_id", "=", id).execute();
        await transaction.deleteFrom("api_keys").where("user_id", "=", id).execute();
        await transaction.insertInto("deleted_users")
          .values({ id, deleted_at_ms: revocation.createdAt, forgotten_at_ms: null })
          .onConflict((conflict) => conflict.column("id").doNothing()).execute();
        return revocation;
      }),

    replaceHash: (id, { from, to }) =>
      mapDatabaseErrors(async () => {
        await database.updateTable("users").set({ password_hash: to })
          .where("id", "=", id).where("password_hash", "=", from).execute();
      }),

    openSession: ({ id, userId, expiresAt, idleAt = null, device = null }, userVersion) =>
      mapDatabaseErrors(async () => {
        const { numInsertedOrUpdatedRows } = await database.insertInto("sessions")
          .columns(["id", "user_id", "expires_at_ms", "idle_at_ms", "device"])
          .expression(({ selectFrom, val, cast }) =>
            selectFrom("users")
              .select([
                val(id).as("id"),
                "users.id as user_id",
                val(expiresAt).as("expires_at_ms"),
                cast<number | null>(val(idleAt), "bigint").as("idle_at_ms"),
                val(device).as("device"),
              ])
              .where("users.id", "=", userId).where("version", "=", userVersion)
              .$if(features.rowLocks, (user) => user.forShare())
          ).executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),

    listSessions: (userId) =>
      mapDatabaseErrors(async () => {
        const rows = await database.selectFrom("sessions").selectAll()
          .where("user_id", "=", userId).orderBy("id", "desc").execute();
        return rows.map(readSession);
      }),

    recordSessionUse: ({ id, idleAt }, now) =>
      mapDatabaseErrors(async () => {
        await database.updateTable("sessions").set({ last_used_at_ms: now })
          .where("id", "=", id).execute();
        if (idleAt === undefined) return;
        await database.updateTable("sessions").set({ idle_at_ms: idleAt })
          .where("id", "=", id).where("idle_at_ms", "<", idleAt).execute();
      }),

    revoke: (revocation) =>
      mapDatabaseErrors(async () => {
        await database.insertInto("revocations").values(revocationRow(revocation))
          .onConflict((conflict) => conflict.column("id").doNothing()).execute();
      }),

    revocationsSince: (since) =>
      mapDatabaseErrors(async () => {
        const rows = await database.selectFrom("revocations").selectAll()
          .where("created_at_ms", ">=", since).execute();
        return rows.map(readRevocation);
      }),

    removeExpired: async (now) => {
      for (const table of ["sessions", "revocations"] as const) {
        const expired = database.selectFrom(table).select("id")
          .where("expires_at_ms", "<", now);
        await deleteInBatches((limit) =>
          database.deleteFrom(table).where("id", "in", expired.limit(limit)).executeTakeFirst()
        );
      }
    },
  };
}

/** Postgres cannot store NUL in text. */
function isStorable(text: string): boolean {
  return !text.includes("\0");
}

function userRow(user: UserRecord): Insertable<Schema["users"]> {
  return {
    id: user.id,
    username: user.username,
    username_key: user.username.toLowerCase(),
    role: user.role,
    disabled: Number(user.disabled),
    created_at: user.createdAt,
    password_hash: user.passwordHash,
    version: user.version,
  };
}

function readSession(row: Selectable<Schema["sessions"]>): ListedSession {
  return {
    id: row.id,
    userId: row.user_id,
    expiresAt: Number(row.expires_at_ms),
    ...(row.idle_at_ms !== null && { idleAt: Number(row.idle_at_ms) }),
    device: row.device,
    lastUsedAt: row.last_used_at_ms === null ? null : Number(row.last_used_at_ms),
  };
}

function publicUser(row: Selectable<Schema["users"]>): User {
  const { id, username, role, version } = row;
  return { id, username, role, disabled: row.disabled !== 0, createdAt: row.created_at, version };
}

function userRecord(row: Selectable<Schema["users"]>): UserRecord {
  return { ...publicUser(row), passwordHash: row.password_hash };
}

/**
 * Writes a revocation that covers every session of a user, also one that starts in the future,
 * until the last of them has expired.
 */
async function revokeAll(
  transaction: Transaction<Schema>,
  userId: string,
  makeRevocation: MakeRevocation,
): Promise<Revocation> {
  const sessions = transaction.selectFrom("sessions").where("user_id", "=", userId);
  const latest = await sessions.select("id").orderBy("id", "desc").limit(1).executeTakeFirst();
  const { expiry } = await sessions.select(({ fn }) => fn.max("expires_at_ms").as("expiry"))
    .executeTakeFirstOrThrow();
  const made = makeRevocation(latest && uuidTime(latest.id));
  const revocation = { ...made, expiresAt: Math.max(made.expiresAt, Number(expiry)) };
  await transaction.insertInto("revocations").values(revocationRow(revocation)).execute();
  return revocation;
}
