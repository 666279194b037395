import assert from "node:assert/strict";
import { createRecentValues } from "../../routes/recent_values.ts";

Deno.test("the value set the longest ago is forgotten", () => {
  const values = createRecentValues<number>({ maxValues: 2, maxKeyCharacters: 10 });
  values.set("a", 1);
  values.set("b", 2);
  values.set("a", 3);
  values.set("c", 4);
  assert.deepEqual(["a", "b", "c"].map(values.get), [3, undefined, 4]);
});

Deno.test("a value with a long key is not kept", () => {
  const values = createRecentValues<number>({ maxValues: 2, maxKeyCharacters: 3 });
  values.set("abc", 1);
  values.set("abcd", 2);
  assert.deepEqual(["abc", "abcd"].map(values.get), [1, undefined]);
});
