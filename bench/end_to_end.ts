/**
 * Measures the time from starting a command to the last digit of a factorial near 1,000,000!. curl
 * requests it from the running service, which computes and records it; a new Python process computes
 * it with gmpy2 and prints it. The commands alternate, each round uses a different n, and the report
 * shows the minimum over all rounds.
 */
import { parseArgs } from "node:util";
import { startProgram } from "../testing/program.ts";

const PYTHON = Deno.env.get("ORACLE_PYTHON") ?? "python3";
const N = 1_000_000;

type Command = readonly [program: string, ...args: string[]];

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });

await using program = await startProgram({ env: { CACHE_MB: "0" } });
const { token } = await program.newUser();

const contenders: Readonly<Record<string, (n: number) => Command>> = {
  "curl": (n) => curl("text/plain", n),
  "curl, JSON": (n) => curl("application/json", n),
  "Python with gmpy2": (n) => [PYTHON, "-c", `import gmpy2; print(gmpy2.fac(${n}))`],
  "Python, startup only": () => [PYTHON, "-c", "import gmpy2"],
};

await compareDigits();
const least = new Map<string, number>();
for (let round = 0; round < Number(flags.rounds); round++) {
  for (const [name, command] of Object.entries(contenders)) {
    const ms = await durationMs(command(N - 1 - 2 * round - Number(name === "curl, JSON")));
    least.set(name, Math.min(ms, least.get(name) ?? Infinity));
  }
}
for (const [name, ms] of least) console.log(`${name}: ${ms.toFixed(0)} ms`);
const ratio = least.get("curl")! / least.get("Python with gmpy2")!;
console.log(`curl ÷ Python with gmpy2: ${ratio.toFixed(2)}`);

function curl(accept: string, n: number): Command {
  const headers = [
    `Authorization: Bearer ${token}`,
    `Accept: ${accept}`,
    "Content-Type: application/json",
  ];
  const options = headers.flatMap((header) => ["-H", header]);
  return ["curl", "-sf", `${program.address}/factorial`, ...options, "-d", `{"n":${n}}`];
}

async function compareDigits(): Promise<void> {
  const outputs = await Promise.all(
    ["curl", "Python with gmpy2"].map(async (name) => {
      const [path, ...args] = contenders[name]!(N);
      const { stdout, success } = await new Deno.Command(path, { args }).output();
      if (!success) throw new Error(`"${path}" failed`);
      return new Uint8Array(await crypto.subtle.digest("SHA-256", stdout)).toHex();
    }),
  );
  if (outputs[0] !== outputs[1]) throw new Error("The answers differ");
}

async function durationMs([path, ...args]: Command): Promise<number> {
  const started = performance.now();
  const { success } = await new Deno.Command(path, { args, stdout: "null" }).spawn().status;
  if (!success) throw new Error(`"${path}" failed`);
  return performance.now() - started;
}
