import assert from "node:assert/strict";
import { createSettings } from "../../infra/database/settings.ts";
import type { DatabaseKind } from "./databases.ts";

/** What every database promises of the values that replicas share. */
export function testSettings({ name, ignore, open }: DatabaseKind): void {
  Deno.test({
    name: `settings on ${name}: the first value stays, for all who ask at the same time`,
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

  Deno.test({
    name: `settings on ${name}: a value that is put replaces the one before`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const settings = createSettings(opened.database.kysely);
      await settings.put("probe", "first");
      await settings.put("probe", "second");
      assert.equal(await settings.getOrCreate("probe", "late"), "second");
    },
  });
}
