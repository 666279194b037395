import type { Attack } from "../../../testing/abuse/attack.ts";
import { repeatRequests } from "../../../testing/abuse/repeat_requests.ts";
import { requestText } from "../../../testing/raw_http.ts";

const REQUEST = requestText("GET /assets/swagger-ui.js", { Connection: "close" });

export const attack: Attack = {
  name: "16 connections that read a large asset again and again",
  maxMedianSlowdown: 2,
  run: (target, until) => repeatRequests(target, [REQUEST], until),
};
