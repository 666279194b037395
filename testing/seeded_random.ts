/** Reproducible random choices. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  unit(): number;
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item;
  /** A text of `count` decimal digits that does not start with 0. */
  digits(count: number): string;
}

/** The same choices for the same seed, by the generator mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;

  function unit(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  function integer(min: number, max: number): number {
    return min + Math.floor(unit() * (max - min + 1));
  }

  return {
    unit,
    integer,
    pick: (items) => items[integer(0, items.length - 1)]!,
    digits: (count) =>
      String(integer(1, 9)) + Array.from({ length: count - 1 }, () => integer(0, 9)).join(""),
  };
}
