import assert from "node:assert/strict";
import { run } from "./run.ts";

Deno.test("consume requires Kafka and Postgres", async () => {
  const { code, stderr } = await run(["consume"]);
  assert.equal(code, 2);
  assert.match(stderr, /KAFKA_BROKERS: required by consume/);
  assert.match(stderr, /DATABASE_URL: required by consume/);
});

Deno.test("consume has no flags other than its address", async () => {
  const { code, stderr } = await run(["consume", "--demo"]);
  assert.equal(code, 2);
  assert.match(stderr, /Usage: mathcalculator consume \[--host HOST\] \[--port PORT\]/);
});
