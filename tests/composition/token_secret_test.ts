import assert from "node:assert/strict";
import { DATABASE_FILE } from "../../composition/supervisor.ts";
import { createTokenSecret } from "../../composition/token_secret.ts";
import { createSettings } from "../../infra/database/settings.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { DATABASES } from "../contract/databases.ts";

const CONFIGURED = "a configured secret of 32 characters";

Deno.test("the secret is unavailable until it has been read, and has at least 32 characters", async () => {
  await using opened = await DATABASES[0]!.open();
  const settings = createSettings(opened.database.kysely);
  const [first, second] = [1, 2].map(() => createTokenSecret({ configured: undefined, settings }));
  assert.throws(first!.get, { code: "unavailable" });
  await first!.load();
  assert.ok(first!.get().length >= 32);
  await second!.load();
  assert.equal(second!.get(), first!.get());
});

Deno.test("a configured secret is available at once", () => {
  const settings = { getOrCreate: assert.fail, put: assert.fail };
  assert.equal(createTokenSecret({ configured: CONFIGURED, settings }).get(), CONFIGURED);
});

Deno.test("servers with the same secret accept each other's tokens, and do not store it", async () => {
  const config = { jwtSecret: CONFIGURED };
  await using here = await startTestService({ config });
  await using there = await startTestService({ config });
  const { token } = await here.newUser();
  assert.equal((await there.get("/logs", token)).status, 200);
  await using unconfigured = await startTestService();
  const storesSecret = async ({ dataDir }: TestService) => {
    const written = await Deno.readFile(`${dataDir}/${DATABASE_FILE}-wal`);
    return new TextDecoder().decode(written).includes("token_secret");
  };
  assert.equal(await storesSecret(unconfigured), true);
  assert.equal(await storesSecret(here), false);
});
