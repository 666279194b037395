/** The first and last 20 digits of a long text, and its length. */
export function summary(text: string): [digits: number, first: string, last: string] {
  return [text.length, text.slice(0, 20), text.slice(-20)];
}
