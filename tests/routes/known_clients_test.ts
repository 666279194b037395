import assert from "node:assert/strict";
import { createKnownClients } from "../../routes/known_clients.ts";

Deno.test("the last 10 addresses of an account are known", () => {
  const known = createKnownClients();
  for (let i = 0; i < 10; i++) known.add("ada", `192.0.2.${i}`);
  known.add("ada", "192.0.2.0");
  known.add("ada", "192.0.2.10");
  assert.equal(known.has("ada", "192.0.2.0"), true);
  assert.equal(known.has("ada", "192.0.2.1"), false);
  assert.equal(known.has("ada", "192.0.2.10"), true);
  assert.equal(known.has("bob", "192.0.2.10"), false);
});

Deno.test("the last 10,000 accounts have known addresses", () => {
  const known = createKnownClients();
  for (let i = 0; i < 10_000; i++) known.add(`user-${i}`, "192.0.2.1");
  known.add("user-0", "192.0.2.2");
  known.add("user-10000", "192.0.2.1");
  assert.equal(known.has("user-0", "192.0.2.1"), true);
  assert.equal(known.has("user-1", "192.0.2.1"), false);
  assert.equal(known.has("user-10000", "192.0.2.1"), true);
});
