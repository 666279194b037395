import type { Attack, AttackTarget } from "../../testing/abuse/attack.ts";
import { recordEntries } from "../../testing/abuse/log_entries.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

const READS = 900;

export const attack: Attack = {
  name: "900 reads of a long log at the same time",
  prepare: (target) => recordEntries(target, 1_000),
  run: async (target, until) => {
    while (!until.aborted) {
      await Promise.allSettled(Array.from({ length: READS }, () => readPage(target)));
    }
  },
};

testAttack(attack, import.meta.url);

async function readPage({ get, token }: AttackTarget): Promise<void> {
  const response = await get("/logs?limit=1000&cursor=", token);
  await response.arrayBuffer();
}
