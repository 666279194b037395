import type { Attack } from "../../testing/abuse/attack.ts";
import { floodConnections } from "../../testing/abuse/flood_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const METHODS = ["GET", "HEAD", "OPTIONS", "FOO", "toString"];

export const attack: Attack = {
  name: "16 connections with requests that wait for no answer",
  maxMedianSlowdown: 2,
  run: ({ port }, until) =>
    floodConnections({
      port,
      connections: 16,
      start: "",
      repeated: METHODS.map((method) => requestText(`${method} /evaluate`)).join("").repeat(20),
    }, until),
};

testAttack(attack, import.meta.url);
