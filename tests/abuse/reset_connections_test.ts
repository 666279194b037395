import { connect } from "node:net";
import type { Attack } from "../../testing/abuse/attack.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

const AT_ONCE = 8;

export const attack: Attack = {
  name: "connections that are reset at once",
  run: async ({ port }, until) => {
    const repeat = async () => {
      while (!until.aborted) await openAndReset(port);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, repeat));
  },
};

testAttack(attack, import.meta.url);

function openAndReset(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.resetAndDestroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve());
  });
}
