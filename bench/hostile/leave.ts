import type { HostileQuestion } from "../../testing/hostile_questions.ts";
import { expectStatus } from "../../testing/http_client.ts";
import type { Program } from "../../testing/program.ts";
import { openRaw, requestText } from "../../testing/raw_http.ts";
import { threadMs } from "../threads.ts";

/** A longer request is read in parts, and then Deno notices a disconnect only by a stream. */
const LONGEST_PLAIN_REQUEST = 500;

/** Disconnects after a delay and returns the CPU milliseconds until the compute isolates are idle. */
export async function cpuAfterLeaving(
  { pid, port, get }: Program,
  { token, question, after, threads }: {
    readonly token: string;
    readonly question: HostileQuestion;
    readonly after: number;
    readonly threads: readonly string[];
  },
): Promise<number> {
  const used = () => threads.map((id) => threadMs(pid, id)).reduce((sum, ms) => sum + ms);
  const body = JSON.stringify(question.body);
  const request = (accept: string) => {
    const headers = {
      Accept: accept,
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "Content-Length": body.length,
    };
    return requestText(`POST ${question.operation.paths[0]}`, headers, body);
  };
  const plain = request("application/json");
  const isLong = plain.length > LONGEST_PLAIN_REQUEST;
  const connection = await openRaw(port, isLong ? request("text/event-stream") : plain);
  await new Promise((resolve) => setTimeout(resolve, after));
  const before = used();
  connection.close();
  for (;;) {
    const metrics = await expectStatus(await get("/metrics"), 200);
    if (/^compute_busy_isolates 0$/m.test(metrics)) return used() - before;
  }
}
