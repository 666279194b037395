import assert from "node:assert/strict";
import { deviceName } from "../../routes/device_name.ts";

const MOZILLA = "Mozilla/5.0";
const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

const NAMES: readonly (readonly [userAgent: string | undefined, name: string | undefined])[] = [
  [`${MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, "Firefox on Linux"],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`,
    "Chrome on Windows",
  ],
  [
    `${MOZILLA} (Windows NT 10.0) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0`,
    "Edge on Windows",
  ],
  [
    `${MOZILLA} (Linux; Android 16; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`,
    "Chrome on Android",
  ],
  [
    `${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1`,
    "Safari on iOS",
  ],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15`,
    "Safari on macOS",
  ],
  ["Firefox/1.0 Firefox/2.0", "Firefox"],
  ["curl/8.14.1", "curl"],
  ["python-requests/2.32", "python-requests"],
  ["<script>alert(1)</script>", undefined],
  ["", undefined],
  [undefined, undefined],
];

Deno.test("deviceName() is short and contains nothing that a client invents beyond a name", () => {
  for (const [userAgent, name] of NAMES) assert.equal(deviceName(userAgent), name);
  assert.equal(deviceName("x".repeat(100_000))!.length, 40);
});
