import { setTimeout } from "node:timers/promises";
import type { Attack } from "../../testing/abuse/attack.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { openRaw, requestText, send } from "../../testing/raw_http.ts";

const REPLACE_AFTER_MS = 1_000;

export const attack: Attack = {
  name: "headers that arrive one byte a second",
  maxDescriptors: 1_024,
  async run({ port }, until) {
    const text = requestText("GET /health", { "X-Padding": "x".repeat(1_000) });
    await Promise.all(Array.from({ length: 1_015 }, () => sendSlowly(port, text, until)));
  },
};

testAttack(attack, import.meta.url);

/** Connects again when the server has closed the connection. */
async function sendSlowly(port: number, text: string, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    using connection = await openRaw(port, "");
    const isClosed = connection.read(new Uint8Array(1)).then(() => true, () => true);
    for (const byte of text) {
      await send(connection, byte);
      if (await Promise.race([isClosed, setTimeout(1_000, false)]) || until.aborted) break;
    }
    await setTimeout(REPLACE_AFTER_MS);
  }
}
