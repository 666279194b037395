import type { HostileQuestion } from "../../testing/hostile_questions.ts";
import type { HttpClient } from "../../testing/http_client.ts";

/** Pause between two requests that measure whether the server isolate is blocked. */
const PAUSE_MS = 5;

export interface Asked {
  readonly status: number;
  /** Error code, or `ok`. */
  readonly code: string;
  readonly elapsedMs: number | undefined;
  /** Longest latency of a small request sent meanwhile. */
  readonly blockedMs: number;
}

/** A client that asks a question and, meanwhile, asks for 5! at intervals. */
export function createClient(
  { post }: HttpClient,
  token: string,
): { ask(question: HostileQuestion): Promise<Asked> } {
  async function ask({ operation, body }: HostileQuestion): Promise<Asked> {
    const done = new AbortController();
    const blocked = longestLatency(done.signal);
    const response = await post(operation.paths[0], body, token);
    const text = await response.text();
    done.abort();
    const { code = "ok", elapsed_ms: elapsedMs } = JSON.parse(text);
    return { status: response.status, code, elapsedMs, blockedMs: await blocked };
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

  return { ask };
}
