/*
 * Arithmetic modulo m < 2^26 in doubles: products stay below 2^52, and floor(x / m) of an integer
 * x < 2^53 is exact, since x / m differs from the next integer by at least 1 / m.
 */

/** x mod m for integers 0 ≤ x < 2^53. */
export function remainder(x: number, m: number): number {
  return x - Math.floor(x / m) * m;
}

/** base^exponent mod m for 0 ≤ base < m < 2^26 and an integer exponent ≥ 0. */
export function wordPower(base: number, exponent: number, m: number): number {
  let [result, square] = [1 % m, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = remainder(result * square, m);
    square = remainder(square * square, m);
  }
  return result;
}

/** The inverse of a modulo m, for coprime 0 < a < m < 2^31. */
export function wordInverse(a: number, m: number): number {
  let [x, y, u, v] = [m, a, 0, 1];
  while (y > 1) {
    const quotient = (x / y) | 0;
    [x, y, u, v] = [y, x - quotient * y, v, u - quotient * v];
  }
  return v < 0 ? v + m : v;
}

/** A square root of a quadratic residue a modulo an odd prime p < 2^26, by Tonelli and Shanks. */
export function wordSquareRoot(a: number, p: number): number {
  let [odd, twos] = [p - 1, 0];
  for (; odd % 2 === 0; odd /= 2) twos++;
  let nonResidue = 2;
  while (wordPower(nonResidue, (p - 1) / 2, p) !== p - 1) nonResidue++;
  let generator = wordPower(nonResidue, odd, p);
  let root = wordPower(a, (odd + 1) / 2, p);
  let rest = wordPower(a, odd, p);
  while (rest > 1) {
    let order = 0;
    for (let square = rest; square !== 1; order++) square = remainder(square * square, p);
    const factor = wordPower(generator, 2 ** (twos - order - 1), p);
    generator = remainder(factor * factor, p);
    root = remainder(root * factor, p);
    rest = remainder(rest * generator, p);
    twos = order;
  }
  return root;
}
