import type { Attack } from "../../testing/abuse/attack.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

export const attack: Attack = {
  name: "connections with half a request line, as many as the program has descriptors",
  maxDescriptors: 1_024,
  run: ({ port }, until) =>
    holdConnections({ port, connections: 1_015, responses: "read", text: "GET /hea" }, until),
};

testAttack(attack, import.meta.url);
