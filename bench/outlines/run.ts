/**
 * Times of outlines and residues: the minimum of several runs, with the first calculation in
 * brackets, compared with mpmath, gmpy2 and PARI/GP if ORACLE_PYTHON is a Python that has them.
 */
import { NEVER_CANCELLED } from "../../domain/numbers/compute_context.ts";
import { modPower } from "../../domain/numbers/integers/mod.ts";
import {
  createOutlineTables,
  factorialValue,
  fibonacciValue,
  type OutlinedValue,
  outlineOf,
  type OutlineTools,
  powerValue,
} from "../../domain/numbers/outline/mod.ts";
import { startPeers } from "./peers.ts";

const REPETITIONS = 15;
const REQUEST = { leading: 50, trailing: 50 };
const ARGUMENTS = [18, 100, 1_000] as const;
const MODULUS_BITS = [256, 1_024, 2_048, 4_096] as const;

const VALUES: Readonly<Record<string, (n: bigint, tools: OutlineTools) => OutlinedValue>> = {
  factorial: factorialValue,
  fibonacci: fibonacciValue,
  power: (n, tools) => powerValue({ numerator: 2n, denominator: 1n }, n, tools),
};

const NAMES: Readonly<Record<string, string>> = {
  factorial: "n!",
  fibonacci: "F(n)",
  power: "2^n",
};

await using peers = startPeers();
const rows: string[] = [];

for (const [kind, valueOf] of Object.entries(VALUES)) {
  for (const exponent of ARGUMENTS) {
    const n = 10n ** BigInt(exponent);
    const warm = createTools();
    const cold = milliseconds(() => outlineOf(valueOf(n, warm), REQUEST, warm));
    const least = leastOf(() => outlineOf(valueOf(n, warm), REQUEST, warm));
    const peer = await peers.ask({ kind, arguments: [String(n)], repetitions: REPETITIONS });
    rows.push(row(`${NAMES[kind]}, n = 10^${exponent}`, [`${ms(least)} (${ms(cold)})`], peer));
  }
}

for (const bits of MODULUS_BITS) {
  const [base, exponent, modulus] = [number(bits, 3n), number(bits, 5n), number(bits, 7n)];
  const least = leastOf(() => modPower(base, exponent, modulus));
  const peer = await peers.ask({
    kind: "residue",
    arguments: [base, exponent, modulus].map(String),
    repetitions: REPETITIONS,
  });
  const ratio = peer ? `, ${(least / 1000 / peer.gmpy2!).toFixed(1)} times gmpy2` : "";
  rows.push(row(`residue, ${bits} bits`, [`${ms(least)}${ratio}`], peer));
}

console.log(
  [
    "| milliseconds | outline or residue (first) | mpmath or CPython | gmpy2 | PARI/GP |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n"),
);
console.log(
  `\nOutlines have 50 leading and 50 trailing digits; the peers compute leading digits only, unproven.` +
    `\nLoad average ${Deno.loadavg()[0]!.toFixed(1)} on ${navigator.hardwareConcurrency} cores.`,
);

function createTools(): OutlineTools {
  return { ...createOutlineTables(), context: NEVER_CANCELLED };
}

function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function leastOf(run: () => unknown): number {
  return Math.min(...Array.from({ length: REPETITIONS }, () => milliseconds(run)));
}

/** A pseudorandom odd number of `bits` bits, the same in each run. */
function number(bits: number, seed: bigint): bigint {
  const digits = modPower(seed, 1_000_003n, 1n << BigInt(bits));
  return BigInt.asUintN(bits, digits | 1n | (1n << BigInt(bits - 1)));
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

function row(
  name: string,
  own: readonly string[],
  peer: Readonly<Record<string, number | null>> | undefined,
): string {
  const others = ["mpmath", "gmpy2", "PARI"].map((key) => {
    const seconds = peer?.[key];
    return seconds === undefined || seconds === null ? "–" : ms(seconds * 1000);
  });
  return `| ${[name, ...own, ...others].join(" | ")} |`;
}
