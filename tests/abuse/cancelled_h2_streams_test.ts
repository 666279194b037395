import type { Attack } from "../../testing/abuse/attack.ts";
import { cancelledStreams } from "../../testing/abuse/h2_frames.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

export const attack: Attack = {
  name: "HTTP/2 connections with 10,000 requests that are cancelled at once",
  run: ({ port }, until) =>
    holdConnections({
      port,
      connections: 16,
      responses: "read",
      text: cancelledStreams("/login", 10_000),
    }, until),
};

testAttack(attack, import.meta.url);
