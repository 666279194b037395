import { ipFamily } from "../domain/ip_family.ts";
import { addressBits, canonicalAddress } from "./client_address.ts";

/** Addresses that agree with these bits in all but the last ones. */
interface Range {
  readonly family: 4 | 6;
  /** Number of last bits that may differ. */
  readonly free: bigint;
  /** The first bits, which all addresses of the range have. */
  readonly first: bigint;
}

/**
 * Whether an address is one of these addresses or in one of these CIDR ranges. IPv4 addresses may be
 * mapped to IPv6, as dual-stack sockets report them.
 */
export function isInRanges(ranges: readonly string[]): (address: string) => boolean {
  const all = ranges.map(readRange);
  return (peer) => {
    const address = canonicalAddress(peer);
    if (address === undefined) return false;
    const [family, bits] = [ipFamily(address), addressBits(address)];
    return all.some((range) => range.family === family && bits >> range.free === range.first);
  };
}

function readRange(range: string): Range {
  const [text = "", prefix] = range.split("/");
  const address = canonicalAddress(text) ?? text;
  const family = ipFamily(address) ?? 4;
  // The prefix of an IPv4 address that is mapped to IPv6 counts the 96 bits before it.
  const written = text.includes(":") ? 128 : 32;
  const length = family === 6 ? 128 : 32;
  const free = BigInt(Math.min(length, written - Number(prefix ?? written)));
  return { family, free, first: addressBits(address) >> free };
}
