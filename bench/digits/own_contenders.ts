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

/** The kernel as a compute isolate runs it: its workspace is kept. Values are decimal already. */
export function createKernel(): Contender {
  const work = { checkpoint() {}, workspace: new Workspace() };
  const prepare = ({ operation, arguments: [first, second] }: Case): () => DecimalText => {
    if (operation === "factorial") return () => factorial(first!, work);
    if (operation === "fibonacci") return () => fibonacci(first!, work);
    const [base, exponent] = [first, second].map((value) => parseDecimal(String(value)));
    return () => decimalPower(base!, exponent!, work);
  };
  return {
    name: "kernel",
    measure: (question, repetitions) => {
      const compute = prepare(question);
      let text = compute();
      const seconds = leastMean(repetitions, () => text = compute());
      return Promise.resolve({ value: seconds, text: seconds, sha256: sha256(text) });
    },
  };
}

export const bigint: Contender = {
  name: "BigInt",
  measure(question, repetitions) {
    let value = compute(question);
    let text = value.toString();
    const computing = leastMean(repetitions, () => value = compute(question));
    const converting = leastMean(repetitions, () => text = value.toString());
    const times = { value: computing, text: computing + converting, sha256: sha256(text) };
    return Promise.resolve(times);
  },
};

function compute({ operation, arguments: [first, second] }: Case): bigint {
  if (operation === "factorial") return smallFactorial(first!);
  if (operation === "fibonacci") return smallFibonacci(first!);
  return BigInt(first!) ** BigInt(second!);
}

/** Seconds of one of so many repetitions, in the best of several batches of them. */
function leastMean(repetitions: number, run: () => void): number {
  let least = Infinity;
  for (let batch = 0; batch < BATCHES; batch++) {
    const started = performance.now();
    for (let i = 0; i < repetitions; i++) run();
    least = Math.min(least, performance.now() - started);
  }
  return least / 1000 / repetitions;
}

function sha256(text: DecimalText): string {
  return createHash("sha256").update(text).digest("hex");
}
