import fc from "fast-check";

/** Integers of either sign with up to `bits` bits. */
export function integers(bits: number): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: -(1n << BigInt(bits)), max: 1n << BigInt(bits) });
}

/** Positive integers of up to `bits` bits, with evenly distributed lengths. */
export function positiveIntegers(bits: number): fc.Arbitrary<bigint> {
  return fc.integer({ min: 1, max: bits }).chain((length) =>
    fc.bigInt({ min: 1n, max: 1n << BigInt(length) })
  );
}
