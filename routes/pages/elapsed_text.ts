/** A duration with two significant digits, or in seconds. */
export function elapsedText(ms: number): string {
  if (ms < 1_000) return `${Number(ms.toPrecision(2)).toLocaleString("en")} ms`;
  return `${(ms / 1_000).toLocaleString("en", { maximumFractionDigits: 1 })} s`;
}
