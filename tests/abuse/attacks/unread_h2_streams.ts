import type { Attack } from "../../../testing/abuse/attack.ts";
import { unreadStreams } from "../../../testing/abuse/h2_frames.ts";
import { holdConnections } from "../../../testing/abuse/hold_connections.ts";

export const attack: Attack = {
  name: "HTTP/2 streams that accept no data of a large asset",
  run: ({ port }, until) =>
    holdConnections({
      port,
      connections: 5,
      responses: "unread",
      text: unreadStreams("/assets/swagger-ui.js", 200),
    }, until),
};
