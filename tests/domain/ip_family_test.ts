import assert from "node:assert/strict";
import { isIP } from "node:net";
import { ipFamily } from "../../domain/ip_family.ts";

const ADDRESSES = [
  ["0.0.0.0", "127.0.0.1", "255.255.255.255", "192.168.0.10"],
  ["::", "::1", "2001:db8::8a2e:370:7334", "::ffff:1.2.3.4", "FE80::1", "fe80::1%eth0"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7.8.9.10"],
].flat();

const OTHERS = [
  ["", "localhost", "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "127.1", "2130706433", "1.2.3."],
  [":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "12345::", "[::1]", "::1]", "g::"],
  [
    "::1/x",
    "::1%",
    "fe80::1%et h0",
    "1.2.3.4%eth0",
    " ::1",
    "::1 ",
    "::1@host",
    "::1]:80/[",
    "::1]@[::1",
  ],
].flat();

Deno.test("ipFamily() agrees with isIP() of node:net", async (t) => {
  for (const address of [...ADDRESSES, ...OTHERS]) {
    await t.step(JSON.stringify(address), () => {
      assert.equal(ipFamily(address) ?? 0, isIP(address));
    });
  }
  assert.ok(ADDRESSES.every((address) => ipFamily(address) !== undefined));
});
