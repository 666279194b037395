import assert from "node:assert/strict";
import { createKey, unknownKey } from "../../testing/api_keys.ts";
import { expectProblem } from "../../testing/expect.ts";
import { newAddress, startTestService } from "../../testing/service.ts";

Deno.test("unknown keys are limited to 30 a minute per address, known keys are not", async () => {
  await using app = await startTestService();
  const { token } = await app.newUser();
  const { key } = await createKey(app, token);
  const from = newAddress();
  const send = (credential: string, address = from) =>
    app.request("/logs", { headers: { Authorization: `Bearer ${credential}` }, from: address });
  assert.equal((await send(key)).status, 200);
  for (let guess = 0; guess < 30; guess++) {
    await expectProblem(await send(unknownKey()), "unauthenticated");
  }
  const limited = await send(unknownKey());
  assert.ok(Number(limited.headers.get("retry-after")) >= 1);
  await expectProblem(limited, "rate_limited");
  await expectProblem(await send(`${key}A`), "unauthenticated");
  assert.equal((await send(key)).status, 200);
  await expectProblem(await send(unknownKey(), newAddress()), "unauthenticated");
});
