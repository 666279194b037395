import assert from "node:assert/strict";
import { isInRanges } from "../../../infra/http/is_in_ranges.ts";
import { peerNetwork } from "../../../infra/http/peer_network.ts";

Deno.test("peerNetwork() is the address, or the /64 of an IPv6 address", () => {
  assert.equal(peerNetwork("192.0.2.1"), "192.0.2.1");
  assert.equal(peerNetwork("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
  assert.equal(peerNetwork("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2");
  assert.equal(peerNetwork("2001:db8::5"), "2001:db8:0:0");
  assert.equal(peerNetwork("::1"), "0:0:0:0");
  assert.equal(peerNetwork("2001:db8:1:2::"), "2001:db8:1:2");
});

Deno.test("isInRanges() knows addresses, networks and IPv4 mapped to IPv6", () => {
  const isTrusted = isInRanges(["192.0.2.0/24", "10.0.0.1", "2001:db8::/32"]);
  for (const address of ["192.0.2.7", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8:5::1"]) {
    assert.ok(isTrusted(address), address);
  }
  for (const address of ["192.0.3.7", "10.0.0.2", "::1", "nothing"]) {
    assert.ok(!isTrusted(address), address);
  }
});
