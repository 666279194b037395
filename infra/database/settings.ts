import type { Kysely } from "kysely";
import { mapDatabaseErrors } from "./map_database_errors.ts";
import type { Schema } from "./schema.ts";

/** Named values shared by all processes on a database. Methods throw `unavailable`. */
export interface Settings {
  /** Returns the stored value; stores and returns the given one if there is none. Atomic. */
  getOrCreate(name: string, value: string): Promise<string>;
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
  };
}
