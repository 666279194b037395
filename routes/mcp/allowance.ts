/** Shares the characters of an answer between its parts, in the order in which they are taken. */
export interface Allowance {
  /** Shortens a text to `least` characters and what earlier parts have left over. */
  take(text: string, least: number): string;
}

/** An allowance of so many characters in addition to the least ones of each part. */
export function createAllowance(characters: number): Allowance {
  let spare = characters;
  return {
    take: (text, least) => {
      const shown = shorten(text, least + spare);
      spare -= Math.max(0, shown.length - least);
      return shown;
    },
  };
}

/** Cuts a text to a maximum number of characters, with `…` for the rest. */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}
