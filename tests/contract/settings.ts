import assert from "node:assert/strict";
import { createSettings } from "../../infra/database/settings.ts";
import type { DatabaseKind } from "./databases.ts";

/** Contract of the settings on a database. */
export function testSettings({ name, ignore, open }: DatabaseKind): void {
  Deno.test({
    name: `settings on ${name}: concurrent calls of getOrCreate() all return the first value`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const settings = createSettings(opened.database.kysely);
      const offers = Array.from({ length: 20 }, (_, i) => `offer ${i}`);
      const values = await Promise.all(
        offers.map((offer) => settings.getOrCreate("secret", offer)),
      );
      assert.equal(new Set(values).size, 1);
      assert.ok(offers.includes(values[0]!));
      assert.equal(await settings.getOrCreate("secret", "late"), values[0]);
      assert.equal(await settings.getOrCreate("another", "own"), "own");
    },
  });
}
