import type { Attack } from "../../../testing/abuse/attack.ts";
import { openFactorial } from "../../../testing/raw_http.ts";

const AT_ONCE = 16;

export const attack: Attack = {
  name: "connections that close at once while their answers begin",
  async run({ port, token }, until) {
    async function repeat(): Promise<void> {
      while (!until.aborted) {
        (await openFactorial(port, { n: 20_000, token, accept: "text/event-stream" })).close();
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, repeat));
  },
};
