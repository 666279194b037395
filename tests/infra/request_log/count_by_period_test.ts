import assert from "node:assert/strict";
import { firstUuidOf } from "../../../infra/database/first_uuid_of.ts";
import { insertEntries } from "../../../infra/request_log/insert_entries.ts";
import { pendingEntry } from "../../../infra/request_log/pending_entry.ts";
import { logEntry } from "../../../testing/log_entries.ts";
import { openLogReader } from "../../../testing/log_reader.ts";
import { LOG_DATABASES } from "../../contract/databases.ts";

const ADA = "00000000-0000-7000-8000-00000000000a";

for (const { name, ignore, open } of LOG_DATABASES) {
  Deno.test({
    name: `on ${name} entries are counted by period up to a maximum, of one user or of all`,
    ignore,
    fn: async () => {
      await using opened = await open();
      const { database } = opened;
      const entries = [1_000, 1_999, 2_000, 2_001, 2_002, 4_000].map((time) =>
        pendingEntry(logEntry({ id: firstUuidOf(time), ...(time !== 1_999 && { user: ADA }) }))
      );
      await insertEntries(database, { published: true })(entries);
      const { reader } = openLogReader(database);
      const query = { requesterId: ADA, boundaries: [1_000, 2_000, 3_000, 4_000], maxCount: 2 };
      assert.deepEqual(await reader.countByPeriod(query), [2, 2, 0]);
      assert.deepEqual(await reader.countByPeriod({ ...query, userId: ADA }), [1, 2, 0]);
    },
  });
}
