import fc from "fast-check";

/** Integers of up to so many bits, with their sign. */
export function integers(bits: number): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: -(1n << BigInt(bits)), max: 1n << BigInt(bits) });
}

/** Positive integers of up to so many bits, evenly in their length. */
export function positiveIntegers(bits: number): fc.Arbitrary<bigint> {
  return fc.integer({ min: 1, max: bits }).chain((length) =>
    fc.bigInt({ min: 1n, max: 1n << BigInt(length) })
  );
}
