/** Numbers fetched from the random source at a time: one call for each id costs more than the id. */
const POOL_NUMBERS = 1024;

/** Ids that one millisecond may name before the next one is used up. */
const COUNTER_RANGE = 2 ** 26;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7), each greater than the one before: the counter of
 * method 1 in section 6.2 takes `rand_a` and the top 14 bits of `rand_b`, 48 random bits the rest.
 */
export function createUuidV7(now: () => number): () => string {
  const pool = new Uint32Array(POOL_NUMBERS);
  let used = POOL_NUMBERS;
  let millisecond = 0;
  let counter = 0;
  let head = "";

  function random(bits: number): number {
    if (used === POOL_NUMBERS) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    return pool[used++]! >>> (32 - bits);
  }

  function advance(): void {
    counter++;
    const current = now();
    if (current > millisecond) begin(current);
    else if (counter === COUNTER_RANGE) begin(millisecond + 1);
  }

  /** A new millisecond's counter starts in its lower half, so that it has room to count. */
  function begin(at: number): void {
    millisecond = at;
    counter = random(25);
    const hex = at.toString(16).padStart(12, "0");
    head = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  }

  return function uuidV7(): string {
    advance();
    const high = hexDigits(counter >>> 14, 3);
    const low = hexDigits(0x8000 | (counter & 0x3fff), 4);
    return `${head}${high}-${low}-${hexDigits(random(24), 6)}${hexDigits(random(24), 6)}`;
  };
}

function hexDigits(value: number, length: number): string {
  return value.toString(16).padStart(length, "0");
}
