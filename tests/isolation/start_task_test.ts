import assert from "node:assert/strict";
import { expectStatus } from "../support/http_client.ts";
import { startProgram } from "../support/program.ts";

Deno.test("the start task's flags are enough to serve and to stop", async () => {
  await using program = await startProgram({ form: "source" });
  const { token } = await program.newUser();
  const response = await program.post("/pow", { base: 3, exponent: 100000 }, token);
  const { id } = JSON.parse(await expectStatus(response, 200));
  assert.equal((await program.entries(token))[0]!.id, id);
  const { code, stderr } = await program.end("SIGTERM");
  assert.equal(code, 0, stderr);
});
