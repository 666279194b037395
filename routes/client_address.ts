import { ipFamily } from "../domain/ip_family.ts";

/**
 * Returns the one spelling of an IP address, without a zone; an IPv4-mapped IPv6 address, as
 * dual-stack sockets report it, becomes IPv4. Undefined for any other text.
 */
export function canonicalAddress(text: string): string | undefined {
  const family = ipFamily(text);
  if (family !== 6) return family && text;
  const [withoutZone] = text.split("%");
  // The URL standard compresses zeros, uses lower case and writes an embedded IPv4 address as hex.
  const address = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 6).join() === "0,0,0,0,0,ffff";
  return isMapped ? dotted(groups.slice(6)) : address;
}

/** What counts as one client: an IPv4 address, or the /64 network of a canonical IPv6 address. */
export function clientNetwork(address: string): string {
  return address.includes(":") ? `${groupsOf(address).slice(0, 4).join(":")}::/64` : address;
}

/** The value of a canonical address: 32 bits of IPv4, or 128 bits of IPv6. */
export function addressBits(address: string): bigint {
  return address.includes(":")
    ? BigInt(`0x${groupsOf(address).map((group) => group.padStart(4, "0")).join("")}`)
    : address.split(".").reduce((bits, byte) => bits << 8n | BigInt(byte), 0n);
}

/** The eight groups of a canonical IPv6 address. */
function groupsOf(address: string): string[] {
  const [front = [], back = []] = address.split("::").map((part) =>
    part === "" ? [] : part.split(":")
  );
  return [...front, ...Array<string>(8 - front.length - back.length).fill("0"), ...back];
}

function dotted(groups: readonly string[]): string {
  return groups.flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 255];
  }).join(".");
}
