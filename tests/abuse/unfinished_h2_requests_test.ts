import type { Attack } from "../../testing/abuse/attack.ts";
import { unfinishedStreams } from "../../testing/abuse/h2_frames.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

export const attack: Attack = {
  name: "100 HTTP/2 connections with 200 requests whose bodies do not arrive",
  run: ({ port }, until) =>
    holdConnections({
      port,
      connections: 100,
      responses: "read",
      text: unfinishedStreams("/token", 200),
    }, until),
};

testAttack(attack, import.meta.url);
