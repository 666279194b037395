import { expectStatus } from "../../testing/http_client.ts";
import type { Program } from "../../testing/program.ts";
import { busiestSince, threadTimes } from "../threads.ts";

/** Thread ids of the isolates of a process. */
export interface Threads {
  readonly server: string;
  /** The compute isolates for short and for large work. */
  readonly compute: readonly [string, string];
}

/** Finds the threads by questions that keep one isolate busy. */
export async function findThreads(
  { pid, post }: Program,
  token: string,
): Promise<Threads> {
  async function busiest(n: number, rounds: number): Promise<string> {
    const before = threadTimes(pid);
    for (let round = 0; round < rounds; round++) {
      await expectStatus(await post("/factorial", { n }, token), 200);
    }
    return busiestSince(pid, before);
  }
  const server = await busiest(5, 500);
  return { server, compute: [await busiest(20_000, 50), await busiest(700_000, 1)] };
}
