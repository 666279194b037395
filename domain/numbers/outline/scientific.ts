import type { Outline } from "./outline.ts";

/** An outline in scientific notation: `-1.2345e+1000`, `5e+0`, and `0` for zero. */
export function scientific({ sign, leading, exponent10 }: Outline): string {
  if (sign === 0) return "0";
  const fraction = leading.length > 1 ? `.${leading.slice(1)}` : "";
  const exponent = exponent10 < 0n ? String(exponent10) : `+${exponent10}`;
  return `${sign < 0 ? "-" : ""}${leading[0]}${fraction}e${exponent}`;
}
