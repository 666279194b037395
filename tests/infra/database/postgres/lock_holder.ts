/** Holds the lock "relay" on the database given as first argument until it is killed. */
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";

const database = createPostgresDatabase({ url: Deno.args[0]!, ca: undefined, connections: 2 });
await database.tryWithLock("relay", () => {
  console.log("held");
  return new Promise(() => setInterval(() => {}, 1000));
});
