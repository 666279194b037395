import assert from "node:assert/strict";
import { keyIdOf } from "../../../domain/accounts/principal.ts";
import { BOT, createKeysFixture } from "./keys_fixture.ts";

const ADA = { username: "ada", password: "correct horse battery" };

Deno.test("keyIdOf() is the id of the key that authenticated a request, and of no session", async () => {
  const { accounts, sessions, apiKeys, authenticate } = createKeysFixture();
  await sessions.refresh();
  const user = await accounts.create(ADA);
  const { text, key } = await apiKeys.create(user.id, BOT);
  assert.equal(keyIdOf(await authenticate(text)), key.id);
  const { token } = await sessions.open(user, 1_000);
  assert.equal(keyIdOf(await sessions.authenticate(token)), undefined);
  assert.equal(keyIdOf(undefined), undefined);
});
