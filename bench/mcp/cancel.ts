import { setTimeout as delay } from "node:timers/promises";
import { expectStatus } from "../../testing/http_client.ts";
import { connectMcp, type McpEra } from "../../testing/mcp_client.ts";
import type { Program } from "../../testing/program.ts";
import { threadMs } from "../threads.ts";

/**
 * Calculations of nearly `MAX_DIGITS` digits, which have the longest steps between two checks for
 * cancellation. Takes many seconds.
 */
const EXPRESSION = Array.from({ length: 40 }, (_, i) => `${1_700_000 + i}!`).join(" + ");

/** Milliseconds between two readings of the metrics, so that they do not occupy the server. */
const READING_EVERY_MS = 2;

/**
 * Cancels a call of `calculate` after a delay and returns the CPU milliseconds that the compute
 * isolates use from then on.
 */
export async function cpuAfterCancelling(
  { pid, address, get }: Program,
  { era, credential, after, threads }: {
    readonly era: McpEra;
    readonly credential: string;
    /** Milliseconds for which the calculation has run. */
    readonly after: number;
    readonly threads: readonly string[];
  },
): Promise<number> {
  const used = () => threads.map((id) => threadMs(pid, id)).reduce((sum, ms) => sum + ms);
  const isolatesAre = async (state: RegExp) => {
    while (!state.test(await expectStatus(await get("/metrics"), 200))) {
      await delay(READING_EVERY_MS);
    }
  };
  await using mcp = await connectMcp(address, { era, credential });
  const cancel = new AbortController();
  const call = mcp.client.callTool(
    { name: "calculate", arguments: { expression: EXPRESSION } },
    { signal: cancel.signal },
  ).then(() => true, () => false);
  await isolatesAre(/^compute_busy_isolates 1$/m);
  await delay(after);
  const before = used();
  cancel.abort();
  await isolatesAre(/^compute_busy_isolates 0$/m);
  if (await call) throw new Error("The call was not cancelled");
  return used() - before;
}
