import type { Attack } from "../../testing/abuse/attack.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { recordEntries } from "../../testing/abuse/log_entries.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

export const attack: Attack = {
  name: "580 exports of a long log that are not read",
  prepare: (target) => recordEntries(target, 5_000),
  run: ({ port, token }, until) =>
    holdConnections({
      port,
      connections: 580,
      responses: "unread",
      text: requestText("GET /logs", {
        Accept: "application/x-ndjson",
        Authorization: `Bearer ${token}`,
      }),
    }, until),
};

testAttack(attack, import.meta.url);
