import type { Attack } from "../../testing/abuse/attack.ts";
import { repeatRequests } from "../../testing/abuse/repeat_requests.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const REQUEST = requestText(`GET /login?${"&".repeat(64_000)}`, {
  Accept: "text/html",
  Connection: "close",
});

export const attack: Attack = {
  name: "16 connections with queries of 64,000 ampersands",
  maxMedianSlowdown: 2,
  run: (target, until) => repeatRequests(target, [REQUEST], until),
};

testAttack(attack, import.meta.url);
