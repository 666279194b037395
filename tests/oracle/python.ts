import assert from "node:assert/strict";
import { randomInt } from "node:crypto";

const PYTHON = Deno.env.get("ORACLE_PYTHON") ?? "python3";

const MODULES = "gmpy2, mpmath, cypari";

/** Decimal digits of the largest results compared. */
export const MAX_DIGITS = Number(Deno.env.get("ORACLE_MAX_DIGITS") ?? "1000000");

/** Random cases of each test. */
export const CASES = Number(Deno.env.get("ORACLE_CASES") ?? "300");

/** Seed of the random cases, new in each run. */
export const SEED = Deno.env.get("ORACLE_SEED") ?? String(randomInt(2 ** 32));

const hasModules = canImportModules();

/**
 * Options of a test that needs Python modules. Without them the test is ignored; in CI it fails.
 */
export function withPython(fn: (t: Deno.TestContext) => Promise<void>) {
  return {
    ignore: !hasModules && Deno.env.get("CI") !== "true",
    async fn(t: Deno.TestContext) {
      assert.ok(
        hasModules,
        `Cannot import ${MODULES} with "${PYTHON}": ` +
          `install tests/oracle/requirements.txt for it, or name another Python in ORACLE_PYTHON`,
      );
      await fn(t);
    },
  };
}

/** Runs a check on each line that a Python program prints; a failure names the line and the seed. */
export async function checkLines(
  program: string,
  { args, count, check }: {
    readonly args: readonly string[];
    readonly count: number;
    // deno-lint-ignore no-explicit-any -- JSON
    readonly check: (line: any) => void;
  },
): Promise<void> {
  await using python = startPython(program, args);
  let checked = 0;
  for await (const line of linesOf(python.stdout)) {
    try {
      check(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${program} differs with ORACLE_SEED=${SEED}: ${line}`, { cause });
    }
    checked++;
  }
  assert.ok((await python.status).success, `${program} failed with ORACLE_SEED=${SEED}`);
  assert.equal(checked, count);
}

/** Starts a Python program in this folder. */
export function startPython(program: string, args: readonly string[] = []) {
  return new Deno.Command(PYTHON, {
    args: ["-B", `${import.meta.dirname}/${program}`, ...args],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
}

/** The complete lines in a stream of UTF-8 text. */
export async function* linesOf(bytes: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) {
    const complete = (rest + text).split("\n");
    rest = complete.pop()!;
    yield* complete;
  }
}

function canImportModules(): boolean {
  try {
    const probe = new Deno.Command(PYTHON, { args: ["-c", `import ${MODULES}`], stderr: "null" });
    return probe.outputSync().success;
  } catch {
    return false;
  }
}
