import { BlockList, isIP } from "node:net";

/**
 * Whether an address is one of these addresses or in one of these CIDR ranges. IPv4 addresses may be
 * mapped to IPv6, as dual-stack sockets report them.
 */
export function isInRanges(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (peer) => {
    const address = peer.replace(/^::ffff:(?=.*\.)/, "");
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
  };
}
