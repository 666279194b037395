import assert from "node:assert/strict";
import { planExpression } from "../../../../domain/expressions/evaluation/plan_expression.ts";
import { parseExpression } from "../../../../domain/expressions/parse.ts";
import { Cancelled, measureSlowdown, Workspace } from "../../../../domain/numbers/mod.ts";
import { createOutlineTables } from "../../../../domain/numbers/outline/mod.ts";
import { IN_FULL } from "../../../../testing/runs.ts";
import { threadCpuClock } from "../../../../testing/thread_cpu_time.ts";

/** CPU time after a cancellation, on the reference machine. */
const MAX_MS = 50;

/** CPU time after which an expression is cancelled. Some phases begin late. */
const CANCELLED_MS = IN_FULL ? 1_500 : 25;

/** Functions with operands about as long as they may be. */
const EXPRESSIONS = [
  "digitsum(5^14000000)",
  "digitsum(5^1400000, 7)",
  "base(5^1400000, 7)",
  "base(5^1400000, 2)",
  "isqrt(5^5000000)",
  "iroot(5^5000000, 3)",
  "sqrt(25^3000000)",
  "gcd(5^1000000 + 2, 7^900000 + 1)",
  "lcm(5^1000000 + 2, 7^900000 + 1)",
  "gcdext(5^140000 + 1, 7^110000)",
  "jacobi(5^140000 + 2, 7^110000)",
  "powmod(5^5000000 + 2, 7^110000, 11^40)",
  "powmod(5^5000000 + 2, 3, 7^110000)",
  "modinv(5^5000000, 7^110000)",
  "crt([5^140000, 3], [7^50000, 11^45000])",
  "5^5000000/7 mod (3^200000 + 2)",
  "5^5000000 mod (3^2000000 + 2)",
  "isprime(10^3000 + 7)",
  "nextprime(10^400)",
  "factor(10^60 + 7)",
  "divisors(5^2000)",
  "sigma(720720, 14000)",
  "partitions(10^8)",
  "stirling2(10000, 1500)",
  "bell(3000)",
  "decimal(5^500000/3^500000, 1000000)",
  "3^300000/2^3000000",
  "7^200000/3^200000",
  "max(5^300000/3^300000, 7^300000/11^300000)",
];

/** Functions with operands that are too long for operations which cannot be cancelled. */
const REFUSED = [
  "gcdext(5^300000 + 1, 7^200000)",
  "jacobi(5^14000000 + 2, 7)",
  "powmod(3, 5^2000000, 7)",
  "modinv(3, 7^2000000)",
  "crt([5, 3], [7^200000, 11^200000])",
  "5^5000000/7 mod (3^2000000 + 2)",
  "sigma(720720, 300000)",
  "divisors(2^9000)",
];

const now = threadCpuClock();
const workspace = new Workspace();
const outlineTables = createOutlineTables();

Deno.test("the CPU falls silent within 50 ms of a cancellation", async (t) => {
  for (const expression of EXPRESSIONS) {
    await t.step(expression, () => {
      if (longestBetweenCheckpoints(expression) < MAX_MS) return;
      // The machine may be slower than the reference machine, always or for a moment.
      const [before, longestMs] = [measureSlowdown(now), longestBetweenCheckpoints(expression)];
      const slowdown = Math.max(1, before, measureSlowdown(now));
      assert.ok(longestMs < MAX_MS * slowdown, `${longestMs} ms with a slowdown of ${slowdown}`);
    });
  }
});

Deno.test("operands that are too long for their function are refused", async (t) => {
  for (const expression of REFUSED) {
    await t.step(expression, () => {
      assert.throws(() => compute(expression, () => {}), { code: "too_costly" });
    });
  }
});

/** The CPU time between two checkpoints is that between a cancellation and its end, at most. */
function longestBetweenCheckpoints(expression: string): number {
  const start = now();
  let [last, longest] = [start, 0];
  const checkpoint = () => {
    const time = now();
    longest = Math.max(longest, time - last);
    if (time - start > CANCELLED_MS) throw new Cancelled();
    last = now();
  };
  try {
    compute(expression, checkpoint);
    checkpoint();
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  return longest;
}

function compute(expression: string, checkpoint: () => void): void {
  const maxDigits = 10_000_000;
  planExpression(parseExpression(expression), { maxDigits })
    .compute({ checkpoint, workspace, outlineTables, maxDigits, maxSeconds: 60 });
}
