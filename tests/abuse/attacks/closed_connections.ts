import type { Attack } from "../../../testing/abuse/attack.ts";
import { openFactorial } from "../../../testing/raw_http.ts";

const AT_ONCE = 16;

export const attack: Attack = {
  name: "questions whose connections close at once, more than an address may have",
  async run({ port, token }, until) {
    let n = 300_000;

    async function repeat(): Promise<void> {
      while (!until.aborted) {
        const accept = "text/event-stream";
        (await openFactorial(port, { n: n++, token, accept })).close();
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, repeat));
  },
};
