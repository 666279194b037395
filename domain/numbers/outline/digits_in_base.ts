const LARGEST_RADIX = 36n;

/** The digits of n ≥ 0 in a base below 2^31, least significant first; none for zero. */
export function digitsInBase(n: bigint, base: bigint): Int32Array {
  if (base > LARGEST_RADIX) return Int32Array.from(byDivision(n, base));
  if (n === 0n) return new Int32Array();
  const text = n.toString(Number(base));
  const digits = new Int32Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(text.length - 1 - i);
    digits[i] = code < 58 ? code - 48 : code - 87;
  }
  return digits;
}

/** Splits n in halves, so the cost is that of a few divisions of the whole number. */
function byDivision(n: bigint, base: bigint): number[] {
  const powers = [base];
  while (powers.at(-1)! ** 2n <= n) powers.push(powers.at(-1)! ** 2n);
  const digits = split(n, powers, powers.length - 1);
  while (digits.at(-1) === 0) digits.pop();
  return digits;
}

function split(n: bigint, powers: readonly bigint[], level: number): number[] {
  if (level < 0) return [Number(n)];
  const power = powers[level]!;
  return [...split(n % power, powers, level - 1), ...split(n / power, powers, level - 1)];
}
