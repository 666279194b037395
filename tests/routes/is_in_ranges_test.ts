import assert from "node:assert/strict";
import { isInRanges } from "../../routes/is_in_ranges.ts";

Deno.test("isInRanges() knows addresses, networks and IPv4 mapped to IPv6", () => {
  const isTrusted = isInRanges(["192.0.2.0/24", "10.0.0.1", "2001:db8::/32"]);
  for (const address of ["192.0.2.7", "10.0.0.1", "::ffff:10.0.0.1", "2001:db8:5::1"]) {
    assert.ok(isTrusted(address), address);
  }
  for (const address of ["192.0.3.7", "10.0.0.2", "::1", "nothing"]) {
    assert.ok(!isTrusted(address), address);
  }
});
