/** Random numbers fetched at once: a call for each id would dominate its cost. */
const POOL_SIZE = 1024;

/** Counter values per millisecond; beyond them the next millisecond is used. */
const COUNTER_RANGE = 2 ** 26;

/**
 * Returns a generator of UUIDv7 (RFC 9562, section 5.7) in which every id is greater than the one
 * before and its time is later than `after`. Times are milliseconds since 1970. The counter (method 1 in section 6.2) occupies
 * `rand_a` and the top 14 bits of `rand_b`, followed by 48 random bits.
 */
export function createUuidV7(now: () => number): (after?: number) => string {
  const pool = new Uint32Array(POOL_SIZE);
  let used = POOL_SIZE;
  let millisecond = 0;
  let counter = 0;
  let prefix = "";

  function random(bits: number): number {
    if (used === POOL_SIZE) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    return pool[used++]! >>> (32 - bits);
  }

  function advance(after: number): void {
    counter++;
    const current = Math.max(now(), after + 1);
    if (current > millisecond) begin(current);
    else if (counter === COUNTER_RANGE) begin(millisecond + 1);
  }

  /** The counter of a new millisecond starts in its lower half, which leaves room to count up. */
  function begin(at: number): void {
    millisecond = at;
    counter = random(25);
    const hex = at.toString(16).padStart(12, "0");
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  }

  return function uuidV7(after = -1): string {
    advance(after);
    const high = hexDigits(counter >>> 14, 3);
    const low = hexDigits(0x8000 | (counter & 0x3fff), 4);
    return `${prefix}${high}-${low}-${hexDigits(random(24), 6)}${hexDigits(random(24), 6)}`;
  };
}

function hexDigits(value: number, length: number): string {
  return value.toString(16).padStart(length, "0");
}
