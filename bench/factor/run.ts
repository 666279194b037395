/**
 * CPU seconds of factorization compared with PARI/GP, of primality tests compared with gmpy2, and
 * of binomial coefficients compared with n!. Programs that are not installed are left out.
 */
import { parseArgs } from "node:util";
import { binomial } from "../../domain/numbers/binomial.ts";
import { factor } from "../../domain/numbers/integers/factor.ts";
import { predictFactorSeconds } from "../../domain/numbers/integers/factor_seconds.ts";
import { isPrime } from "../../domain/numbers/integers/is_prime.ts";
import { isPrimeSeconds } from "../../domain/numbers/integers/is_prime_seconds.ts";
import { nextPrime } from "../../domain/numbers/integers/next_prime.ts";
import { factorial, measureSlowdown, Workspace } from "../../domain/numbers/mod.ts";
import { leastSeconds } from "./least_seconds.ts";
import { gmpy2Seconds, pariSeconds } from "./peers.ts";
import { randomSource } from "./random_source.ts";

const { values: flags } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    numbers: { type: "string", default: "3" },
    rounds: { type: "string", default: "2" },
    digits: { type: "string", default: "40,50,60" },
  },
});
const random = randomSource(Number(flags.seed));
const rounds = Number(flags.rounds);
const slowdown = measureSlowdown(() => performance.now());
const context = { checkpoint() {}, workspace: new Workspace() };

console.log(`Slowdown of this machine: ${slowdown.toFixed(2)}\n`);
console.log(
  "| factor, two equal primes | ours | predicted | PARI/GP |\n| --- | ---: | ---: | ---: |",
);
for (const digits of flags.digits.split(",").map(Number)) {
  for (let i = 0; i < Number(flags.numbers); i++) {
    const [p, q] = [randomPrime(digits / 2), randomPrime(digits / 2)];
    const n = p * q;
    const ours = leastSeconds(rounds, () => {
      const { factors, complete } = factor(n, context);
      if (!complete || factors.length !== 2) throw new Error(`Wrong factors of ${n}`);
    });
    row(`${digits} digits`, ours, predictFactorSeconds(n), pariSeconds(n, rounds));
  }
}

console.log("\n| isprime | ours | predicted | gmpy2 BPSW |\n| --- | ---: | ---: | ---: |");
for (const digits of [20, 100, 300, 1_000]) {
  const prime = randomPrime(digits);
  const ours = leastSeconds(5 * rounds, () => isPrime(prime));
  row(`${digits} digits`, ours, isPrimeSeconds(prime), gmpy2Seconds(prime, 5 * rounds));
}

console.log("\n| binomial | time | |\n| --- | ---: | ---: |");
row("binomial(10^6, 5·10^5)", leastSeconds(5, () => binomial(10n ** 6n, 500_000n, context)));
row("10^6!", leastSeconds(5, () => factorial(10 ** 6, context)));

/** A random prime whose square has 2 · `digits` digits. */
function randomPrime(digits: number): bigint {
  const least = 10n ** BigInt(digits) * 4n / 10n;
  return nextPrime(least + random() % least);
}

function row(name: string, seconds: number, predicted?: number, peer?: number): void {
  const cells = [seconds, predicted === undefined ? undefined : predicted * slowdown, peer];
  const texts = cells.map((cell) => cell === undefined ? "" : cell.toPrecision(3));
  console.log(`| ${name} | ${texts.join(" | ")} |`);
}
