import { setTimeout } from "node:timers/promises";
import type { Attack } from "../../testing/abuse/attack.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { openRaw, requestText, send } from "../../testing/raw_http.ts";

const CONNECTIONS = 256;
const PIECE_AFTER_MS = 100;

export const attack: Attack = {
  name: "256 questions of one user whose bodies arrive byte by byte",
  async run({ port, token }, until) {
    const request = requestText("POST /factorial", {
      "Content-Length": 2 ** 20,
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
    });
    await Promise.all(
      Array.from({ length: CONNECTIONS }, () => sendInPieces(port, request, until)),
    );
  },
};

testAttack(attack, import.meta.url);

/** Connects again when the server has closed the connection. */
async function sendInPieces(port: number, request: string, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    using connection = await openRaw(port, request);
    connection.setNoDelay(true);
    const isClosed = connection.read(new Uint8Array(1)).then(() => true, () => true);
    while (!until.aborted && !await Promise.race([isClosed, setTimeout(PIECE_AFTER_MS, false)])) {
      await send(connection, " ");
    }
  }
}
