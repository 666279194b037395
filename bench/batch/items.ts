/** An item of `POST /batch` about an operation. */
export interface Item {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * 100 questions of many kinds that no other round asks: 80 small ones, 5 for the compute isolates,
 * 5 equal ones and 10 that are refused.
 */
export function mixedItems(round: number): readonly Item[] {
  const base = 1_000 + round * 10;
  return Array.from({ length: 10 }, (_, i) => [
    { operation: "factorial", input: { n: 20 + (base + i) % 300 } },
    { operation: "pow", input: { base: base + i, exponent: 12 } },
    { operation: "fibonacci", input: { n: base + i } },
    { operation: "binomial", input: { n: base + i, k: 7 } },
    { operation: "gcd", input: { numbers: [(base + i) * 12, (base + i) * 18] } },
    { operation: "pow", input: { base: 3, exponent: `${base + i}000000007`, mod: 1_000_000_007 } },
    { operation: "isprime", input: { n: `${base + i}000003` } },
    { operation: "root", input: { n: `${base + i}000000000000`, k: 3 } },
    i % 2 === 0
      ? { operation: "factorial", input: { n: 2_000 + base + i } }
      : { operation: "fibonacci", input: { n: 5_000 + base } },
    [
      { operation: "factorial", input: { n: -base } },
      { operation: "pow", input: { base: 0, exponent: -base - i } },
      { operation: "factorial", input: { n: `${base + i}e15` } },
      { operation: "modinv", input: { a: 2, m: 2 * (base + i) } },
    ][i % 4]!,
  ]).flat();
}
