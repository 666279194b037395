import type { Attack } from "../../testing/abuse/attack.ts";
import { repeatRequests } from "../../testing/abuse/repeat_requests.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const BODY_BYTES = 2 ** 21;
const REQUEST = requestText("POST /token", {
  Connection: "close",
  "Content-Length": BODY_BYTES,
  "Content-Type": "application/json",
}, " ".repeat(BODY_BYTES));

export const attack: Attack = {
  name: "16 connections with sign-ins of 2 MiB",
  maxMedianSlowdown: 2,
  run: (target, until) => repeatRequests(target, [REQUEST], until),
};

testAttack(attack, import.meta.url);
