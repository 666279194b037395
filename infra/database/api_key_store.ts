import type { Insertable, Selectable } from "kysely";
import type { ApiKey } from "../../domain/accounts/api_key.ts";
import { SCOPES } from "../../domain/accounts/principal.ts";
import type { ApiKeyStore } from "../../domain/ports.ts";
import type { Database } from "./database.ts";
import { mapDatabaseErrors } from "./map_database_errors.ts";
import { revocationRow } from "./revocation_rows.ts";
import type { Schema } from "./schema.ts";

/** API keys in a database. */
export function createApiKeyStore(
  { kysely: database, features }: Pick<Database, "kysely" | "features">,
): ApiKeyStore {
  return {
    create: (key, { hash, maxKeys }) =>
      mapDatabaseErrors(() =>
        database.transaction().execute(async (transaction) => {
          // The locked row serializes the new keys of a user.
          const user = await transaction.selectFrom("users").select("id")
            .where("id", "=", key.userId)
            .$if(features.rowLocks, (row) => row.forUpdate()).executeTakeFirst();
          if (!user) return false;
          await transaction.deleteFrom("api_keys").where("user_id", "=", key.userId)
            .where("expires_at_ms", "<=", key.createdAt).execute();
          const { keys } = await transaction.selectFrom("api_keys")
            .select(({ fn }) => fn.countAll().as("keys"))
            .where("user_id", "=", key.userId).executeTakeFirstOrThrow();
          if (Number(keys) >= maxKeys) return false;
          await transaction.insertInto("api_keys").values(keyRow(key, hash)).execute();
          return true;
        })
      ),

    find: (hash) =>
      mapDatabaseErrors(async () => {
        const row = await database.selectFrom("api_keys")
          .innerJoin("users", "users.id", "api_keys.user_id")
          .selectAll("api_keys").select("users.username")
          .where("hash", "=", hash).where("users.disabled", "=", 0).executeTakeFirst();
        return row && { key: readKey(row), username: row.username };
      }),

    list: (userId) =>
      mapDatabaseErrors(async () => {
        const rows = await database.selectFrom("api_keys").selectAll()
          .where("user_id", "=", userId).orderBy("id", "desc").execute();
        return rows.map(readKey);
      }),

    recordUse: (keyId, { now, unlessSince }) =>
      mapDatabaseErrors(async () => {
        await database.updateTable("api_keys").set({ last_used_at_ms: now })
          .where("id", "=", keyId)
          .where(({ eb, or }) =>
            or([eb("last_used_at_ms", "is", null), eb("last_used_at_ms", "<=", unlessSince)])
          ).execute();
      }),

    revoke: (revocation) =>
      mapDatabaseErrors(() =>
        database.transaction().execute(async (transaction) => {
          const { numDeletedRows } = await transaction.deleteFrom("api_keys")
            .where("id", "=", revocation.sessionId).where("user_id", "=", revocation.userId)
            .executeTakeFirst();
          if (numDeletedRows === 0n) return false;
          await transaction.insertInto("revocations").values(revocationRow(revocation)).execute();
          return true;
        })
      ),
  };
}

function keyRow(key: ApiKey, hash: string): Insertable<Schema["api_keys"]> {
  return {
    id: key.id,
    user_id: key.userId,
    hash,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes.join(" "),
    created_at_ms: key.createdAt,
    expires_at_ms: key.expiresAt,
    last_used_at_ms: key.lastUsedAt,
  };
}

/** Drops scopes that a newer version has added. */
function readKey(row: Selectable<Schema["api_keys"]>): ApiKey {
  const scopes = row.scopes.split(" ");
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    prefix: row.prefix,
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt: Number(row.created_at_ms),
    expiresAt: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
    lastUsedAt: row.last_used_at_ms === null ? null : Number(row.last_used_at_ms),
  };
}
