import type { Attack } from "../../testing/abuse/attack.ts";
import { unreadStreams } from "../../testing/abuse/h2_frames.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

export const attack: Attack = {
  name: "HTTP/2 streams that accept no data of the OpenAPI document",
  run: ({ port }, until) =>
    holdConnections({
      port,
      connections: 50,
      responses: "unread",
      text: unreadStreams("/openapi.json", 200),
    }, until),
};

testAttack(attack, import.meta.url);
