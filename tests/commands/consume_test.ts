import assert from "node:assert/strict";
import { run } from "./run.ts";

Deno.test("consume needs Kafka and a database that other processes can reach", async () => {
  const { code, stderr } = await run(["consume"]);
  assert.equal(code, 2);
  assert.match(stderr, /KAFKA_BROKERS: is needed/);
  assert.match(stderr, /DATABASE_URL: is needed/);
});

Deno.test("consume has no settings but its address", async () => {
  const { code, stderr } = await run(["consume", "--demo"]);
  assert.equal(code, 2);
  assert.match(stderr, /Usage: mathcalculator consume \[--host HOST\] \[--port PORT\]/);
});
