import { crc32 } from "../crc32.ts";

/** Random bytes in a key. */
export const KEY_BYTES = 32;

/** Start of every key, by which secret scanners recognize it. No JWT starts like this. */
const MARK = "mc_";

/** Characters of the checksum: four bytes as base64url. */
const CHECKSUM_CHARACTERS = 6;

const SHAPE = /^mc_[A-Za-z0-9_-]{43}[A-Za-z0-9_-]{6}$/;

/**
 * Returns the text of an API key: `mc_`, the random bytes as 43 characters of base64url, and the
 * CRC-32 of all that, big-endian, as 6 characters of base64url.
 */
export function keyText(random: Uint8Array): string {
  const body = MARK + base64url(random);
  return body + checksum(body);
}

/** Whether a credential claims to be an API key, valid or not. */
export function looksLikeKey(text: string): boolean {
  return text.startsWith(MARK);
}

/** Whether a text has the shape and the checksum of a key, so that looking it up is worthwhile. */
export function isKeyText(text: string): boolean {
  const end = text.length - CHECKSUM_CHARACTERS;
  return SHAPE.test(text) && text.slice(end) === checksum(text.slice(0, end));
}

/** Returns the SHA-256 of a key as hexadecimal text. A random key needs no slow hash. */
export async function hashOfKey(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex();
}

function checksum(body: string): string {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, crc32(new TextEncoder().encode(body)));
  return base64url(bytes);
}

function base64url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
