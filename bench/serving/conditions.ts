import { cpus } from "node:os";
import type { Flags } from "./flags.ts";
import { run } from "./programs.ts";

/** Measurement conditions as a Markdown list; `versions` describes the other programs. */
export async function conditions(
  folder: string,
  { connections, rounds, seconds }: Flags,
  versions: string,
): Promise<string> {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model}, shared with wrk`,
    `Deno ${Deno.version.deno}, ${versions}`,
    `${connections} connections, ${rounds} rounds of ${seconds} s, random n from 0 to 300`,
    `data on ${await run("stat", ["--file-system", "--format=%T", folder])}`,
  ].map((line) => `- ${line}`).join("\n");
}
