import type { Attack } from "../../testing/abuse/attack.ts";
import { floodConnections } from "../../testing/abuse/flood_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const HEADERS = { "Content-Type": "application/json", "Transfer-Encoding": "chunked" };
const EXTENSION = requestText("POST /token", HEADERS, "1;");
const TRAILERS = requestText("POST /token", HEADERS, "1\r\n{\r\n0\r\n");

export const attack: Attack = {
  name: "8 sign-ins whose bodies have endless lines between their chunks and after them",
  maxMedianSlowdown: 2,
  run: async ({ port }, until) => {
    const flood = { port, connections: 4 };
    await Promise.all([
      floodConnections({ ...flood, start: EXTENSION, repeated: "e".repeat(18_000) }, until),
      floodConnections({ ...flood, start: TRAILERS, repeated: "a: b\r\n".repeat(3_000) }, until),
    ]);
  },
};

testAttack(attack, import.meta.url);
