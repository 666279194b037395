import type { Attack } from "../../testing/abuse/attack.ts";
import { COSTLY_REQUESTS } from "../../testing/abuse/costly_requests.ts";
import { repeatRequests } from "../../testing/abuse/repeat_requests.ts";
import { testAttack } from "../../testing/abuse/test_attack.ts";

export const attack: Attack = {
  name: "16 connections with every request that is cheap to send",
  maxMedianSlowdown: 2,
  run: (target, until) => repeatRequests(target, COSTLY_REQUESTS.map(({ text }) => text), until),
};

testAttack(attack, import.meta.url);
