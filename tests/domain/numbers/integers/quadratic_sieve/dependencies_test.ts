import assert from "node:assert/strict";
import fc from "fast-check";
import { NEVER_CANCELLED } from "../../../../../domain/numbers/mod.ts";
import { dependencies } from "../../../../../domain/numbers/integers/quadratic_sieve/dependencies.ts";

const ROWS = 40;
const columns = fc.array(
  fc.array(fc.integer({ min: 0, max: ROWS - 1 }), { maxLength: 12 }),
  { minLength: 1, maxLength: 100 },
);

Deno.test("dependencies() yields enough sets of columns with even sums", () => {
  fc.assert(fc.property(columns, (columns) => {
    const found = [...dependencies(columns, ROWS, NEVER_CANCELLED)];
    assert.ok(found.length >= columns.length - ROWS);
    for (const members of found) {
      const sums = new Array<number>(ROWS).fill(0);
      for (const member of members) for (const row of columns[member]!) sums[row]!++;
      assert.ok(sums.every((sum) => sum % 2 === 0));
      assert.equal(new Set(members).size, members.length);
    }
    assert.equal(new Set(found.map((members) => members[0])).size, found.length);
  }));
});
