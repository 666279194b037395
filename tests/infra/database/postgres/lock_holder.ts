/** Holds the exclusive right to "relay" on the database of its first argument until it is killed. */
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";

const database = createPostgresDatabase({ url: Deno.args[0]!, ca: undefined, connections: 2 });
await database.tryWithLock("relay", () => {
  console.log("held");
  return new Promise(() => setInterval(() => {}, 1000));
});
