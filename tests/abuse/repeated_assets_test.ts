import type { Attack } from "../../testing/abuse/attack.ts";
import { repeatRequests } from "../../testing/abuse/repeat_requests.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";
import { requestText } from "../../testing/raw_http.ts";

const REQUEST = requestText("GET /openapi.json", { Connection: "close" });

export const attack: Attack = {
  name: "16 connections that read the OpenAPI document again and again",
  maxMedianSlowdown: 2,
  run: (target, until) => repeatRequests(target, [REQUEST], until),
};

testAttack(attack, import.meta.url);
