/**
 * CPU seconds of division, integer roots and greatest common divisors in limbs, compared with the
 * predictions, with V8's BigInt and with gmpy2. The constants of the methods and of their costs in
 * `domain/numbers/limbs/` come from here.
 */
import { parseArgs } from "node:util";
import { createIntegerArithmetic, predictSeconds } from "../../domain/numbers/integer/mod.ts";
import { gcd, integerRoot } from "../../domain/numbers/integers/mod.ts";
import { measureSlowdown, Workspace } from "../../domain/numbers/mod.ts";
import { leastSeconds } from "../factor/least_seconds.ts";
import { startGmpy2 } from "./peers.ts";

const { values: flags } = parseArgs({
  options: {
    digits: { type: "string", default: "1500,3000,10000,30000,100000,300000,1000000" },
    seconds: { type: "string", default: "0.4" },
  },
});

/** BigInt takes quadratic time beyond this. */
const MAX_BIGINT_DIGITS = 100_000;

const arithmetic = createIntegerArithmetic({ checkpoint() {}, workspace: new Workspace() });
const sizes = flags.digits.split(",").map(Number);

interface Row {
  readonly name: string;
  readonly ours: () => unknown;
  readonly predicted: number;
  readonly bigint: (() => unknown) | undefined;
}

await using gmpy2 = startGmpy2();
console.log("| operation | digits | ms | predicted | BigInt | gmpy2 | ratio |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const digits of sizes) {
  for (const row of rowsFor(digits)) {
    const slowdown = measureSlowdown(() => performance.now());
    const ours = measure(row.ours);
    const predicted = row.predicted * slowdown / ours;
    const bigint = row.bigint ? milliseconds(measure(row.bigint)) : "";
    const repetitions = Math.ceil(Math.min(20, Number(flags.seconds) / ours));
    const peer = await gmpy2.seconds(row.name, digits, repetitions);
    const cells = [row.name, digits, milliseconds(ours), predicted.toFixed(2), bigint];
    console.log(`| ${[...cells, milliseconds(peer), (ours / peer).toFixed(2)].join(" | ")} |`);
  }
}

function rowsFor(digits: number): Row[] {
  const texts = [digits, digits, 2 * digits, Math.ceil(digits / 100)].map(randomDigits);
  const [a, b, double, short] = texts.map((text) => arithmetic.fromDecimalText(text));
  const isShort = digits <= MAX_BIGINT_DIGITS;
  const [x, y, z, w] = isShort ? texts.map(BigInt) : [];
  const bigint = (run: () => unknown) => isShort ? run : undefined;
  return [
    {
      name: "multiply",
      ours: () => arithmetic.multiply(a!, b!),
      predicted: predictSeconds.multiply(digits, digits),
      bigint: bigint(() => x! * y!),
    },
    {
      name: "quotient",
      ours: () => arithmetic.quotientAndRemainder(double!, b!),
      predicted: predictSeconds.quotientAndRemainder(2 * digits, digits),
      bigint: bigint(() => [z! / y!, z! % y!]),
    },
    {
      name: "short",
      ours: () => arithmetic.quotientAndRemainder(a!, short!),
      predicted: predictSeconds.quotientAndRemainder(digits, Math.ceil(digits / 100)),
      bigint: bigint(() => [x! / w!, x! % w!]),
    },
    {
      name: "isqrt",
      ours: () => arithmetic.isqrt(a!),
      predicted: predictSeconds.iroot(digits, 2),
      bigint: bigint(() => integerRoot(x!, 2)),
    },
    {
      name: "iroot",
      ours: () => arithmetic.iroot(a!, 5),
      predicted: predictSeconds.iroot(digits, 5),
      bigint: bigint(() => integerRoot(x!, 5)),
    },
    {
      name: "gcd",
      ours: () => arithmetic.gcd(a!, b!),
      predicted: predictSeconds.gcd(digits, digits),
      bigint: bigint(() => gcd(x!, y!)),
    },
  ];
}

/** Minimum CPU seconds of a call; calls too short for the clock are measured in batches. */
function measure(run: () => unknown): number {
  let calls = 1;
  let once = leastSeconds(3, run);
  while (once * calls < 0.01) calls *= 2;
  once = leastSeconds(1, () => repeat(run, calls)) / calls;
  const rounds = Math.max(3, Math.min(15, Math.ceil(Number(flags.seconds) / (once * calls))));
  return leastSeconds(rounds, () => repeat(run, calls)) / calls;
}

function repeat(run: () => unknown, times: number): void {
  for (let i = 0; i < times; i++) run();
}

function milliseconds(seconds: number): string {
  return (seconds * 1_000).toPrecision(3);
}

function randomDigits(count: number): string {
  const digits = Array.from({ length: count - 1 }, () => Math.floor(Math.random() * 10));
  return `${1 + Math.floor(Math.random() * 9)}${digits.join("")}`;
}
