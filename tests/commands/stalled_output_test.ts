import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { programCommand, PROJECT } from "../../testing/program_command.ts";
import { coverageEnvironment } from "./run.ts";

/** More log lines than fit into a pipe and into the memory reserved for waiting lines. */
const REQUESTS = 12_000;
const CONCURRENCY = 20;

Deno.test("serve goes on and counts dropped lines while nobody reads its output", async () => {
  await using directory = await makeDirectory();
  const { path, args, env } = programCommand("bundled");
  const child = new Deno.Command(path, {
    args: [...args, "serve", "--port", "0", "--data-dir", directory.path],
    cwd: PROJECT,
    clearEnv: true,
    env: { ...env, ...coverageEnvironment() },
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  try {
    const address = await addressIn(reader);
    await Promise.all(Array.from({ length: CONCURRENCY }, async () => {
      for (let i = 0; i < REQUESTS / CONCURRENCY; i++) {
        const response = await fetch(`${address}/health/live`);
        await response.body?.cancel();
        assert.equal(response.status, 200);
      }
    }));
    const metrics = await (await fetch(`${address}/metrics`)).text();
    assert.match(metrics, /^log_lines_dropped_total [1-9]/m);
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
  } finally {
    await reader.cancel();
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  }
});

/** Reads the log up to the line with the address. */
async function addressIn(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The program ended:\n${text}`);
    text += decoder.decode(value, { stream: true });
    const address = /"address":"([^"]+)"/.exec(text)?.[1];
    if (address !== undefined) return address;
  }
}
