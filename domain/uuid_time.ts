/** The milliseconds since 1970 inside a UUIDv7 (RFC 9562, section 5.7). */
export function uuidTime(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
