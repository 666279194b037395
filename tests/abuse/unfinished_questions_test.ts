import type { Attack } from "../../testing/abuse/attack.ts";
import { holdConnections } from "../../testing/abuse/hold_connections.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const BODY_BYTES = 2 ** 21;

export const attack: Attack = {
  name: "800 questions of one user whose bodies never end",
  run: ({ port, token }, until) =>
    holdConnections({
      port,
      connections: 800,
      responses: "read",
      text: requestText(
        "POST /factorial",
        {
          "Content-Length": BODY_BYTES,
          "Content-Type": "application/json",
          Authorization: `Bearer ${token}`,
        },
        " ".repeat(BODY_BYTES - 1),
      ),
    }, until),
};

testAttack(attack, import.meta.url);
