import type { HostileQuestion } from "../../testing/hostile_questions.ts";
import type { Program } from "../../testing/program.ts";
import { threadMs } from "../threads.ts";
import type { Threads } from "./find_threads.ts";

/** Pause between two requests that measure whether the server isolate is blocked. */
const PAUSE_MS = 5;

export interface Asked {
  readonly status: number;
  /** Error code, or `ok`. */
  readonly code: string;
  readonly elapsedMs: number | undefined;
  /** CPU time of the compute isolates. */
  readonly computeMs: number;
  /** CPU time of the server isolate. */
  readonly serverMs: number;
}

export interface Client {
  ask(question: HostileQuestion): Promise<Asked>;
  /** Longest latency of a request for 5! while another request asks a question. */
  latencyBeside(question: HostileQuestion): Promise<number>;
}

export function createClient({ post, pid }: Program, token: string, threads: Threads): Client {
  const computeMs = () => threads.compute.reduce((sum, id) => sum + threadMs(pid, id), 0);
  const serverMs = () => threadMs(pid, threads.server);
  const request = ({ operation, body }: HostileQuestion) => post(operation.paths[0], body, token);

  async function ask(question: HostileQuestion): Promise<Asked> {
    const before = { compute: computeMs(), server: serverMs() };
    const response = await request(question);
    const { code = "ok", elapsed_ms: elapsedMs } = await response.json();
    return {
      status: response.status,
      code,
      elapsedMs,
      computeMs: computeMs() - before.compute,
      serverMs: serverMs() - before.server,
    };
  }

  async function latencyBeside(question: HostileQuestion): Promise<number> {
    const done = new AbortController();
    const longest = longestLatency(done.signal);
    await (await request(question)).body?.cancel();
    done.abort();
    return await longest;
  }

  async function longestLatency(done: AbortSignal): Promise<number> {
    let longest = 0;
    while (!done.aborted) {
      const started = performance.now();
      await (await post("/factorial", { n: 5 }, token)).text();
      longest = Math.max(longest, performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return longest;
  }

  return { ask, latencyBeside };
}
