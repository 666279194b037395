import fc from "fast-check";

const LAST_CODE_POINT = 0x10ffff;

/** Texts of any code points. The unit "binary" of fast-check takes seconds to set up. */
export function arbitraryText(): fc.Arbitrary<string> {
  const codePoint = fc.oneof(fc.nat(127), fc.nat(0xffff), fc.nat(LAST_CODE_POINT));
  const isScalar = (code: number) => code < 0xd800 || code > 0xdfff;
  return fc.string({ unit: codePoint.filter(isScalar).map((code) => String.fromCodePoint(code)) });
}
