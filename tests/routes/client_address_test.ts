import assert from "node:assert/strict";
import { canonicalAddress, clientNetwork } from "../../routes/client_address.ts";

Deno.test("an address has one spelling, and an IPv4-mapped one is IPv4", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:192.0.2.1", "192.0.2.1"],
    ["::ffff:c000:0201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:c000:201", "192.0.2.1"],
    ["0000:0000:0000:0000:0000:FFFF:192.0.2.1", "192.0.2.1"],
    ["2001:DB8::0001", "2001:db8::1"],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["", undefined],
    ["unknown", undefined],
    ["192.0.2", undefined],
    ["0x7f.0.0.1", undefined],
    ["[::1]", undefined],
    ["2001:db8::1::2", undefined],
  ] as const;
  for (const [text, expected] of cases) assert.equal(canonicalAddress(text), expected, text);
});

Deno.test("an IPv4 address is one client, and so is a /64 network of IPv6", () => {
  const cases = [
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::", "fe80:0:0:0::/64"],
  ] as const;
  for (const [address, expected] of cases) assert.equal(clientNetwork(address), expected);
});
