import assert from "node:assert/strict";
import { DOUBLES_PER_BLOCK, ROOT_ERROR, Roots } from "../../../../domain/numbers/limbs/roots.ts";

/** Binary places of the fixed-point reference values. */
const PLACES = 140n;
const ONE = 1n << PLACES;

Deno.test("every root is within ROOT_ERROR of exp(2πi · numerator / denominator)", () => {
  const roots = new Roots();
  for (const level of [0, 1, 2, 3, 7]) {
    const table = roots.level(level);
    const step = level === 7 ? 97 : 1;
    for (let block = 0; block < 4 ** level; block += step) {
      for (let power = 1; power <= 3; power++) {
        const at = block * DOUBLES_PER_BLOCK + 2 * (power - 1);
        const numerator = power * (4 * reverseBase4(block, level) + 1);
        const [cos, sin] = exactRoot(BigInt(numerator), BigInt(4 ** (level + 2)));
        const error = Math.hypot(difference(table[at]!, cos), difference(table[at + 1]!, sin));
        assert.ok(error <= ROOT_ERROR, `${error} units in block ${block} of level ${level}`);
      }
    }
  }
});

Deno.test("the fourth power of block b's root is iᵇ times its parent's root", () => {
  const roots = new Roots();
  const [above, below] = [roots.level(2), roots.level(3)];
  for (let block = 0; block < 64; block++) {
    const parent = (block >> 2) * DOUBLES_PER_BLOCK;
    const turns = Math.atan2(above[parent + 1]!, above[parent]!) / (2 * Math.PI) + (block & 3) / 4;
    const at = block * DOUBLES_PER_BLOCK;
    const own = Math.atan2(below[at + 1]!, below[at]!) / (2 * Math.PI);
    const excess = 4 * own - turns;
    assert.ok(Math.abs(excess - Math.round(excess)) < 1e-12);
  }
});

/** A block number with its base-4 digits reversed. */
function reverseBase4(block: number, digits: number): number {
  const text = block.toString(4).padStart(digits, "0");
  return digits === 0 ? 0 : parseInt([...text].reverse().join(""), 4);
}

/** |double − exact| in units of 2^−53. */
function difference(double: number, exact: bigint): number {
  const scaled = BigInt(double * 2 ** 90) << (PLACES - 90n);
  return Number(scaled - exact) / 2 ** Number(PLACES - 53n);
}

/** cos and sin of 2π · numerator / denominator by Taylor's series, as fixed-point numbers. */
function exactRoot(numerator: bigint, denominator: bigint): [bigint, bigint] {
  const angle = 2n * pi() * numerator / denominator;
  let [cos, sin, term] = [0n, 0n, ONE];
  for (let k = 1n; term !== 0n; k++) {
    if (k % 2n === 1n) cos += k % 4n === 1n ? term : -term;
    else sin += k % 4n === 2n ? term : -term;
    term = term * angle / ONE / k;
  }
  return [cos, sin];
}

/** Machin's formula: π = 16·atan(1/5) − 4·atan(1/239). */
function pi(): bigint {
  return 16n * arctangent(5n) - 4n * arctangent(239n);
}

function arctangent(inverse: bigint): bigint {
  let [sum, power] = [0n, ONE / inverse];
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += (k % 4n === 1n ? power : -power) / k;
    power /= inverse * inverse;
  }
  return sum;
}
