import assert from "node:assert/strict";
import { expectStatus } from "../../testing/http_client.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { startProgram } from "../../testing/program.ts";
import { isIgnored } from "../../testing/services.ts";

Deno.test("the flags of the start task are sufficient to serve and to stop", async () => {
  await using program = await startProgram({ form: "source" });
  const { token } = await program.newUser();
  const response = await program.post("/pow", { base: 3, exponent: 100000 }, token);
  const { id } = JSON.parse(await expectStatus(response, 200));
  assert.equal((await program.entries(token))[0]!.id, id);
  const { code, stderr } = await program.end("SIGTERM");
  assert.equal(code, 0, stderr);
});

Deno.test({
  name: "they are sufficient with Postgres, and no file is created",
  ignore: isIgnored("postgres"),
  fn: async () => {
    await using database = await createTestDatabase();
    await using program = await startProgram({
      form: "source",
      env: { DATABASE_URL: database.url },
    });
    const { token } = await program.newUser();
    const response = await program.post("/pow", { base: 3, exponent: 100000 }, token);
    const { id } = JSON.parse(await expectStatus(response, 200));
    assert.equal((await program.entries(token))[0]!.id, id);
    assert.deepEqual([...Deno.readDirSync(program.dataDir)], []);
    const { code, stderr } = await program.end("SIGTERM");
    assert.deepEqual([code, stderr], [0, ""]);
  },
});
