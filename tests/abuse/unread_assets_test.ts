import type { Attack } from "../../testing/abuse/attack.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

export const attack: Attack = {
  name: "2,000 connections that do not read the OpenAPI document",
  run: ({ port }, until) =>
    holdConnections({
      port,
      connections: 2_000,
      responses: "unread",
      text: requestText("GET /openapi.json"),
    }, until),
};

testAttack(attack, import.meta.url);
