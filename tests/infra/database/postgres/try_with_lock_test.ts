import assert from "node:assert/strict";
import { createPostgresDatabase } from "../../../../infra/database/postgres/database.ts";
import { createTestDatabase } from "../../../../testing/postgres.ts";
import { isIgnored } from "../../../../testing/services.ts";
import { until } from "../../../../testing/until.ts";

Deno.test({
  name: "the lock of tryWithLock() is released when its process is killed",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using testDatabase = await createTestDatabase();
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", new URL("./lock_holder.ts", import.meta.url).href, testDatabase.url],
      stdout: "piped",
    }).spawn();
    const output = holder.stdout.getReader();
    await output.read();
    const database = createPostgresDatabase({
      url: testDatabase.url,
      ca: undefined,
      connections: 2,
    });
    const relay = () => database.tryWithLock("relay", () => Promise.resolve());
    assert.equal(await relay(), false);
    holder.kill("SIGKILL");
    await until("free", relay);
    await database.close();
    await output.cancel();
    await holder.status;
  },
});
