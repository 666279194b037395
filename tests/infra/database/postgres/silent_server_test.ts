import assert from "node:assert/strict";
import { createSettings } from "../../../../infra/database/settings.ts";
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";

Deno.test("calls to a Postgres that accepts connections and never replies fail in time", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `postgres://ada:hidden-word@127.0.0.1:${listener.addr.port}/math`;
  const database = createPostgresDatabase({ url, ca: undefined, connections: 2 });
  const settings = createSettings(database.kysely);
  const calls = Array.from({ length: 10 }, () => settings.getOrCreate("name", "value"));
  for (const outcome of await Promise.allSettled(calls)) {
    assert.equal(outcome.status, "rejected");
    const { code, cause } = outcome.reason;
    assert.equal(code, "unavailable");
    assert.doesNotMatch(String(cause), /hidden-word|insert/);
  }
  await database.close();
});
