import { fileURLToPath } from "node:url";

const ATTACKER = fileURLToPath(new URL("attacker.ts", import.meta.url));

/** A prepared attack in a process of its own. */
export interface Attacker extends AsyncDisposable {
  begin(): Promise<void>;
  /** Ends the attack. Rejects with the output of the process if the attack failed. */
  end(): Promise<void>;
}

/**
 * Starts and prepares the attack that a module, given by its URL, exports. It has the lowest
 * priority, because it would run on other machines.
 */
export async function startAttacker(moduleUrl: string, address: string): Promise<Attacker> {
  const process = new Deno.Command("nice", {
    args: [
      "-n19",
      Deno.execPath(),
      "run",
      "-A",
      "--no-check",
      "--quiet",
      ATTACKER,
      moduleUrl,
      address,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = process.stdin.getWriter();
  const errors = new Response(process.stderr).text();
  const output = process.stdout.getReader();
  let hasEnded = false;
  const status = process.status.finally(() => hasEnded = true);

  async function check(): Promise<void> {
    const { success } = await status;
    if (!success) throw new Error(`The attack failed:\n${await errors}`);
  }

  if ((await output.read()).done) await check();
  return {
    begin: () => input.write(new TextEncoder().encode("begin\n")),
    end: async () => {
      await input.close();
      await check();
    },
    [Symbol.asyncDispose]: async () => {
      if (!hasEnded) process.kill("SIGKILL");
      await status;
      await Promise.all([output.cancel(), errors, input.close().catch(() => {})]);
    },
  };
}
