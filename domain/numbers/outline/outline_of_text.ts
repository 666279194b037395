import type { Outline, OutlineRequest } from "./outline.ts";
import { ratioDigits } from "./ratio_digits.ts";

const ZERO = 48;

/**
 * The outline of an exact canonical text, as a string or as ASCII bytes: an integer, a finite
 * decimal or a reduced fraction `p/q`. Only the requested digits of a fraction are expanded.
 */
export function outlineOfText(text: string | Uint8Array, request: OutlineRequest): Outline {
  const characters = reader(text);
  const isNegative = characters.slice(0, 1) === "-";
  const sign = isNegative ? -1 : 1;
  const start = isNegative ? 1 : 0;
  const slash = characters.indexOf("/");
  if (slash >= 0) {
    const ratio = ratioDigits(
      { at: (from, to) => characters.slice(start + from, start + to), length: slash - start },
      {
        at: (from, to) => characters.slice(slash + 1 + from, slash + 1 + to),
        length: characters.length - slash - 1,
      },
      request.leading,
    );
    return notInteger(sign, ratio);
  }
  const point = characters.indexOf(".");
  if (point >= 0) return decimal(characters, { sign, start, point }, request);
  if (characters.slice(start) === "0") return zero(request);
  return integer(characters, { sign, start }, request);
}

interface Characters {
  readonly length: number;
  slice(from: number, to?: number): string;
  indexOf(character: string): number;
  isZeroAt(index: number): boolean;
}

function reader(text: string | Uint8Array): Characters {
  if (typeof text === "string") {
    return {
      length: text.length,
      slice: (from, to) => text.slice(from, to),
      indexOf: (character) => text.indexOf(character),
      isZeroAt: (index) => text.charCodeAt(index) === ZERO,
    };
  }
  return {
    length: text.length,
    slice: (from, to) => new TextDecoder().decode(text.subarray(from, to)),
    indexOf: (character) => text.indexOf(character.charCodeAt(0)),
    isZeroAt: (index) => text[index] === ZERO,
  };
}

function zero({ trailing }: OutlineRequest): Outline {
  const last = trailing > 0 ? "0" : "";
  return {
    sign: 0,
    exponent10: 0n,
    digits: 1n,
    leading: "0",
    trailing: last,
    trailingZeros: 0n,
    lastNonzero: last,
  };
}

function integer(
  characters: Characters,
  { sign, start }: { readonly sign: -1 | 1; readonly start: number },
  { leading, trailing }: OutlineRequest,
): Outline {
  const { length } = characters;
  let end = length;
  while (characters.isZeroAt(end - 1)) end--;
  const last = (to: number) => characters.slice(Math.max(start, to - trailing), to);
  return {
    sign,
    exponent10: BigInt(length - start - 1),
    digits: BigInt(length - start),
    leading: characters.slice(start, Math.min(start + leading, length)),
    trailing: last(length),
    trailingZeros: BigInt(length - end),
    lastNonzero: last(end),
  };
}

function decimal(
  characters: Characters,
  { sign, start, point }: { readonly sign: -1 | 1; readonly start: number; readonly point: number },
  { leading }: OutlineRequest,
): Outline {
  let first = start;
  while (first === point || characters.isZeroAt(first)) first++;
  const significant = first < point
    ? characters.slice(first, first + leading + 1).replace(".", "")
    : characters.slice(first, first + leading);
  return notInteger(sign, {
    exponent10: BigInt(first < point ? point - first - 1 : point - first),
    leading: significant.slice(0, leading),
  });
}

function notInteger(
  sign: -1 | 1,
  { exponent10, leading }: { readonly exponent10: bigint; readonly leading: string },
): Outline {
  return {
    sign,
    exponent10,
    digits: exponent10 < 0n ? 0n : exponent10 + 1n,
    leading,
    trailing: null,
    trailingZeros: null,
    lastNonzero: null,
  };
}
