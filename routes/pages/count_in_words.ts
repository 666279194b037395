/** Maximum number of characters of a count that is written in full. */
const MAX_CHARACTERS = 60;

/** A whole number with commas; of a longer one, the first digits and its length. */
export function countInWords(count: number | bigint | string): string {
  const text = String(count);
  if (text.length <= MAX_CHARACTERS) return BigInt(count).toLocaleString("en");
  return `${text.slice(0, 20)}… (a number of ${text.length.toLocaleString("en")} digits)`;
}
