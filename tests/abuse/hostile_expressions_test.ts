import type { Attack } from "../../testing/abuse/attack.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { hostileExpressions } from "../../testing/hostile_expressions.ts";

const AT_ONCE = 8;

/** Results of 1.88 MB each fill the result cache of 64 MiB. */
const LARGE_N = 9_000_000;
const LARGE_RESULTS = 36;

export const attack: Attack = {
  name: "hostile expressions of one user",
  async prepare({ post, token }) {
    for (let i = 0; i < LARGE_RESULTS; i++) {
      const response = await post("/fibonacci", { n: LARGE_N - i }, token);
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      await response.arrayBuffer();
    }
  },
  async run({ post, token }, until) {
    let number = 0;
    async function ask(): Promise<void> {
      while (!until.aborted) {
        for (const expression of hostileExpressions(++number)) {
          if (until.aborted) return;
          const response = await post("/evaluate", { expression }, token);
          await response.body?.cancel();
          if (response.status >= 500 && response.status !== 503) {
            throw new Error(`${response.status}: ${expression.slice(0, 100)}`);
          }
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
  },
};

testAttack(attack, import.meta.url);
