import type { Attack } from "../../testing/abuse/attack.ts";
import { floodConnections } from "../../testing/abuse/flood_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const CHUNKED = requestText("GET /health/ready", { "Transfer-Encoding": "chunked" });
const DECLARED = requestText("POST /nothing", { "Content-Length": 10 ** 12 });

export const attack: Attack = {
  name: "8 requests whose bodies are not read and never end",
  maxMedianSlowdown: 2,
  run: async ({ port }, until) => {
    const flood = { port, connections: 4 };
    await Promise.all([
      floodConnections({ ...flood, start: CHUNKED, repeated: "1\r\n \r\n".repeat(3_000) }, until),
      floodConnections({ ...flood, start: DECLARED, repeated: " ".repeat(18_000) }, until),
    ]);
  },
};

testAttack(attack, import.meta.url);
