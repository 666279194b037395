import type { Attack } from "../../testing/abuse/attack.ts";
import { floodConnections } from "../../testing/abuse/flood_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const HEADERS = { "Content-Type": "application/json", "Transfer-Encoding": "chunked" };

export const attack: Attack = {
  name: "8 sign-ins whose bodies are chunks of one byte",
  maxMedianSlowdown: 2,
  run: ({ port }, until) =>
    floodConnections({
      port,
      connections: 8,
      start: requestText("POST /token", HEADERS),
      repeated: "1\r\n \r\n".repeat(3_000),
    }, until),
};

testAttack(attack, import.meta.url);
