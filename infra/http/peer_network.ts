import { isIPv6 } from "node:net";

/** The address of a peer as Deno writes it; for IPv6 its /64 network, which one client owns. */
export function peerNetwork(address: string): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail === undefined) return groups.slice(0, 4).join(":");
  const zeros = 8 - groups.length - (tail === "" ? 0 : tail.split(":").length);
  return [...groups, ...Array(zeros).fill("0")].slice(0, 4).join(":");
}
