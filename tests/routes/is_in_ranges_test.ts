import assert from "node:assert/strict";
import { BlockList } from "node:net";
import { isInRanges } from "../../routes/is_in_ranges.ts";
import { type Random, seededRandom } from "../../testing/seeded_random.ts";

Deno.test("isInRanges() knows addresses, networks and IPv4 mapped to IPv6", () => {
  const isTrusted = isInRanges(["192.0.2.0/24", "10.0.0.1", "2001:db8::/32"]);
  for (const address of ["192.0.2.7", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8:5::1"]) {
    assert.ok(isTrusted(address), address);
  }
  for (const address of ["192.0.3.7", "193.0.2.7", "10.0.0.2", "::1", "nothing"]) {
    assert.ok(!isTrusted(address), address);
  }
});

Deno.test("isInRanges() agrees with BlockList of node:net", async (t) => {
  const random = seededRandom(1);
  const ranges = [
    ...["0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.0.2.128/25", "192.0.2.1/32", "192.0.2.1"],
    ...["::/0", "::1", "fc00::/7", "2001:db8:8000::/33", "2001:db8::/127", "fe80::1/64"],
  ];
  for (const range of ranges) {
    await t.step(range, () => {
      const isTrusted = isInRanges([range]);
      const list = new BlockList();
      const [address = "", bits] = range.split("/");
      const family = address.includes(":") ? "ipv6" : "ipv4";
      list.addSubnet(address, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
      for (const peer of [address, ...Array.from({ length: 200 }, () => near(address, random))]) {
        const expected = list.check(peer, peer.includes(":") ? "ipv6" : "ipv4");
        assert.equal(isTrusted(peer), expected, peer);
      }
    });
  }
});

Deno.test("isInRanges() reads a network of IPv4 addresses that is mapped to IPv6", () => {
  const isTrusted = isInRanges(["::ffff:10.1.0.0/112", "::ffff:192.0.2.1"]);
  for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "192.0.2.1"]) assert.ok(isTrusted(address));
  for (const address of ["10.2.2.3", "192.0.2.2", "::1"]) assert.ok(!isTrusted(address));
});

/** An address that differs from another in some of its numbers. */
function near(address: string, random: Random): string {
  const isIPv6 = address.includes(":");
  const [separator, radix, largest] = isIPv6 ? [":", 16, 0xffff] : [".", 10, 255];
  const numbers = isIPv6 ? expand(address) : address.split(".");
  return numbers.map((number) =>
    random.integer(0, 3) > 0 ? number : random.integer(0, largest).toString(radix)
  ).join(separator);
}

function expand(address: string): string[] {
  const [front = [], back = []] = address.split("::").map((part) =>
    part.split(":").filter(Boolean)
  );
  return [...front, ...Array<string>(8 - front.length - back.length).fill("0"), ...back];
}
