import assert from "node:assert/strict";
import { uuidTime } from "../../domain/uuid_time.ts";

Deno.test("uuidTime() reads the timestamp of the UUIDv7 example in RFC 9562", () => {
  const timestamp = Date.UTC(2022, 1, 22, 19, 22, 22);
  assert.equal(uuidTime("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), timestamp);
});
