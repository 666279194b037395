import assert from "node:assert/strict";
import { sql } from "kysely";
import type { DatabaseKind } from "./databases.ts";

/** What every database guarantees about its probe of writes. */
export function testProbeWrite({ name, ignore, open }: DatabaseKind): void {
  Deno.test({
    name: `probeWrite() on ${name} succeeds repeatedly and adds no entry`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      await database.probeWrite();
      await database.probeWrite();
      const entries = await database.kysely.selectFrom("request_log").selectAll().execute();
      assert.deepEqual(entries, []);
    },
  });

  Deno.test({
    name: `probeWrite() on ${name} fails while writes fail`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      await sql`alter table settings rename to elsewhere`.execute(database.kysely);
      await assert.rejects(database.probeWrite(), /settings/);
    },
  });
}
