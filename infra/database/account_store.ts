import { uuidTime } from "../../domain/uuid_time.ts";
import type { Insertable, Selectable } from "kysely";
import type { User, UserRecord } from "../../domain/accounts/types.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { AccountStore } from "../../domain/ports.ts";
import type { Database } from "./database.ts";
import { deleteInBatches } from "./delete_in_batches.ts";
import { firstUuidOf } from "./first_uuid_of.ts";
import { mapDatabaseErrors } from "./map_database_errors.ts";
import { readRevocation, revocationRow } from "./revocation_rows.ts";
import type { Schema } from "./schema.ts";

/** Accounts, sessions and revocations in a database. */
export function createAccountStore(
  { kysely: database, features }: Pick<Database, "kysely" | "features">,
): AccountStore {
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

    updateUser: (id, { passwordHash, role, disabled }, makeRevocation) =>
      mapDatabaseErrors(() =>
        database.transaction().execute(async (transaction) => {
          await transaction.updateTable("users").set(({ eb }) => ({
            ...(passwordHash !== undefined && { password_hash: passwordHash }),
            ...(role !== undefined && { role }),
            ...(disabled !== undefined && { disabled: Number(disabled) }),
            version: eb("version", "+", 1),
          })).where("id", "=", id).execute();
          // The locked row prevents new sessions for its previous version.
          let revocation = makeRevocation();
          const later = await transaction.selectFrom("sessions").select("id")
            .where("user_id", "=", id).where("id", ">", firstUuidOf(revocation.createdAt))
            .orderBy("id", "desc").limit(1).executeTakeFirst();
          if (later) revocation = makeRevocation(uuidTime(later.id));
          await transaction.insertInto("revocations").values(revocationRow(revocation)).execute();
          return revocation;
        })
      ),

    replaceHash: (id, { from, to }) =>
      mapDatabaseErrors(async () => {
        await database.updateTable("users").set({ password_hash: to })
          .where("id", "=", id).where("password_hash", "=", from).execute();
      }),

    openSession: ({ id, userId, expiresAt }, userVersion) =>
      mapDatabaseErrors(async () => {
        const { numInsertedOrUpdatedRows } = await database.insertInto("sessions")
          .columns(["id", "user_id", "expires_at_ms"])
          .expression(({ selectFrom, val }) =>
            selectFrom("users")
              .select([val(id).as("id"), "users.id as user_id", val(expiresAt).as("expires_at_ms")])
              .where("users.id", "=", userId).where("version", "=", userVersion)
              .$if(features.rowLocks, (user) => user.forShare())
          ).executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
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

function publicUser(row: Selectable<Schema["users"]>): User {
  const { id, username, role, version } = row;
  return { id, username, role, disabled: row.disabled !== 0, createdAt: row.created_at, version };
}

function userRecord(row: Selectable<Schema["users"]>): UserRecord {
  return { ...publicUser(row), passwordHash: row.password_hash };
}
