/** A truncated decimal text without its sign if all digits left are zeros. */
export function withoutNegativeZero(text: string): string {
  return text.startsWith("-") && !/[1-9]/.test(text) ? text.slice(1) : text;
}
