import assert from "node:assert/strict";
import fc from "fast-check";
import { uuidTime } from "../../domain/uuid_time.ts";
import { createSystemClock } from "../../infra/system_clock.ts";
import { createUuidV7 } from "../../infra/uuid_v7.ts";

const systemClock = createSystemClock();

/** RFC 9562, section 5.7: version 7, variant 10. */
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

Deno.test("ids increase even when the clock goes back, and contain its latest millisecond", () => {
  const steps = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 200 });
  fc.assert(fc.property(steps, (steps) => {
    let now = Date.UTC(2026, 10, 22);
    let greatest = now;
    let last = "";
    const uuid = createUuidV7(() => now);
    for (const step of steps) {
      now += step;
      greatest = last === "" ? now : Math.max(greatest, now);
      const id = uuid();
      assert.match(id, UUID_V7);
      assert.ok(id > last, `${id} after ${last}`);
      assert.equal(uuidTime(id), greatest);
      last = id;
    }
  }));
});

Deno.test("ids of one millisecond increase and differ between generators", () => {
  const ids = [createUuidV7(() => 1), createUuidV7(() => 1)].map((uuid) =>
    Array.from({ length: 5_000 }, uuid)
  );
  for (const generated of ids) assert.deepEqual(generated, [...new Set(generated)].sort());
  assert.equal(new Set(ids.flat()).size, 10_000);
});

Deno.test("ids start with a 48-bit timestamp and end with 48 random bits", () => {
  for (const time of [0, 1, 0xffff, 0x10000, 2 ** 48 - 1]) {
    assert.equal(uuidTime(createUuidV7(() => time)()), time);
  }
  const uuid = createUuidV7(() => 1);
  const tails = Array.from({ length: 2_000 }, () => uuid().slice(24));
  for (let digit = 0; digit < 12; digit++) {
    assert.equal(new Set(tails.map((tail) => tail[digit])).size, 16, `digit ${digit}`);
  }
});

Deno.test("ids of the system clock contain the current time", () => {
  const before = systemClock.now();
  const ids = Array.from({ length: 1_000 }, () => systemClock.uuid());
  const after = systemClock.now();
  assert.deepEqual(ids, [...new Set(ids)].sort());
  assert.ok(uuidTime(ids[0]!) >= before && uuidTime(ids[999]!) <= after);
});

Deno.test("an id is later than a given time, and so are all ids after it", () => {
  const uuid = createUuidV7(() => 1_000);
  const first = uuid(5_000);
  assert.equal(uuidTime(first), 5_001);
  assert.ok(uuid(2_000) > first);
  assert.ok(uuid() > first);
});
