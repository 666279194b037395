import assert from "node:assert/strict";
import { longestSessionMs } from "../../../infra/config/config.ts";
import { parseConfig } from "../../../infra/config/parse_config.ts";

Deno.test("longestSessionMs() is the longer of TOKEN_TTL and SESSION_TTL", () => {
  for (const [TOKEN_TTL, SESSION_TTL] of [["1s", "2s"], ["2s", "1s"]]) {
    assert.equal(longestSessionMs(parseConfig({ TOKEN_TTL, SESSION_TTL }, 1)), 2_000);
  }
});
