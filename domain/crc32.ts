/** The polynomial of ISO 3309, in reversed bit order. */
const POLYNOMIAL = 0xedb88320;

/** Returns the CRC-32 of ISO 3309, as in gzip and PNG, as an unsigned integer. */
export function crc32(bytes: Uint8Array): number {
  let remainder = -1;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    }
  }
  return ~remainder >>> 0;
}
