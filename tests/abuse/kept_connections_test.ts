import type { Attack } from "../../testing/abuse/attack.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { openRaw, readResponse, requestText, send } from "../../testing/raw_http.ts";

const CONNECTIONS = 16;
const REQUEST = requestText(`GET /login?${"&".repeat(64_000)}`, { Accept: "text/html" });

export const attack: Attack = {
  name: "16 connections that stay open for queries of 64,000 ampersands",
  maxMedianSlowdown: 2,
  run: async ({ port }, until) => {
    const repeat = async () => {
      while (!until.aborted) await askOnOneConnection(port, until);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, repeat));
  },
};

testAttack(attack, import.meta.url);

/** Repeats the request, although the responses ask for another connection, until it is closed. */
async function askOnOneConnection(port: number, until: AbortSignal): Promise<void> {
  using connection = await openRaw(port, REQUEST);
  while (!until.aborted && (await readResponse(connection)).status !== 0) {
    await send(connection, REQUEST);
  }
}
