import type { Attack } from "../../testing/abuse/attack.ts";
import { recordEntries } from "../../testing/abuse/log_entries.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

const BATCHES = 4;

export const attack: Attack = {
  name: "a user who fills the log with large entries",
  run: async (target, until) => {
    const record = async () => {
      while (!until.aborted) await recordEntries(target, 1);
    };
    await Promise.all(Array.from({ length: BATCHES }, record));
  },
};

testAttack(attack, import.meta.url);
