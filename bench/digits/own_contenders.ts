import { createHash } from "node:crypto";
import {
  decimalPower,
  type DecimalText,
  factorial,
  fibonacci,
  parseDecimal,
  Workspace,
} from "../../domain/numbers/mod.ts";
import { smallFactorial } from "../../domain/numbers/small/factorial.ts";
import { smallFibonacci } from "../../domain/numbers/small/fibonacci.ts";
import type { Case } from "./cases.ts";
import { BATCHES, type Contender } from "./contender.ts";

/**
 * This service's arithmetic, which reuses its workspace like a compute isolate. Its values are
 * decimal, so value and text take the same time.
 */
export function createKernel(): Contender {
  const context = { checkpoint() {}, workspace: new Workspace() };
  const prepare = ({ operation, arguments: [first, second] }: Case): () => DecimalText => {
    if (operation === "factorial") return () => factorial(first!, context);
    if (operation === "fibonacci") return () => fibonacci(first!, context);
    const [base, exponent] = [first, second].map((value) => parseDecimal(String(value)));
    return () => decimalPower(base!, exponent!, context);
  };
  return {
    name: "kernel",
    measure: (question, repetitions) => {
      const compute = prepare(question);
      let text = compute();
      const seconds = minMean(repetitions, () => text = compute());
      return Promise.resolve({ value: seconds, text: seconds, sha256: sha256(text) });
    },
  };
}

/** V8's BigInt, with the algorithms of `domain/numbers/small/`. */
export const bigint: Contender = {
  name: "BigInt",
  measure(question, repetitions) {
    let value = compute(question);
    let text = value.toString();
    const computing = minMean(repetitions, () => value = compute(question));
    const converting = minMean(repetitions, () => text = value.toString());
    const times = { value: computing, text: computing + converting, sha256: sha256(text) };
    return Promise.resolve(times);
  },
};

function compute({ operation, arguments: [first, second] }: Case): bigint {
  if (operation === "factorial") return smallFactorial(first!);
  if (operation === "fibonacci") return smallFibonacci(first!);
  return BigInt(first!) ** BigInt(second!);
}

/** Mean seconds per repetition in the fastest batch. */
function minMean(repetitions: number, run: () => void): number {
  let min = Infinity;
  for (let batch = 0; batch < BATCHES; batch++) {
    const started = performance.now();
    for (let i = 0; i < repetitions; i++) run();
    min = Math.min(min, performance.now() - started);
  }
  return min / 1000 / repetitions;
}

function sha256(text: DecimalText): string {
  return createHash("sha256").update(text).digest("hex");
}
