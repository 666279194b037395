import type { Kysely } from "kysely";
import { mapDatabaseErrors } from "./map_database_errors.ts";
import type { Schema } from "./schema.ts";

/** Values that all replicas share. */
export interface Settings {
  /** The stored value, or the one given, which is then stored. The first writer wins. */
  getOrCreate(name: string, value: string): Promise<string>;
  put(name: string, value: string): Promise<void>;
}

export function createSettings(database: Kysely<Schema>): Settings {
  return {
    getOrCreate: (name, value) =>
      mapDatabaseErrors(async () => {
        await database.insertInto("settings").values({ name, value })
          .onConflict((conflict) => conflict.column("name").doNothing()).execute();
        const row = await database.selectFrom("settings").select("value")
          .where("name", "=", name).executeTakeFirstOrThrow();
        return row.value;
      }),

    put: (name, value) =>
      mapDatabaseErrors(async () => {
        await database.insertInto("settings").values({ name, value })
          .onConflict((conflict) => conflict.column("name").doUpdateSet({ value })).execute();
      }),
  };
}
