import assert from "node:assert/strict";

const PYTHON = Deno.env.get("ORACLE_PYTHON") ?? "python3";

/** Decimal digits of the largest results compared. */
export const MAX_DIGITS = Number(Deno.env.get("ORACLE_MAX_DIGITS") ?? "1000000");

const hasGmpy2 = canImportGmpy2();

/** Options of a test that needs gmpy2. Without gmpy2 the test is ignored; in CI it fails. */
export function withGmpy2(fn: (t: Deno.TestContext) => Promise<void>) {
  return {
    ignore: !hasGmpy2 && Deno.env.get("CI") !== "true",
    async fn(t: Deno.TestContext) {
      assert.ok(
        hasGmpy2,
        `Cannot import gmpy2 with "${PYTHON}": ` +
          `install tests/oracle/requirements.txt for it, or name another Python in ORACLE_PYTHON`,
      );
      await fn(t);
    },
  };
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

function canImportGmpy2(): boolean {
  try {
    const probe = new Deno.Command(PYTHON, { args: ["-c", "import gmpy2"], stderr: "null" });
    return probe.outputSync().success;
  } catch {
    return false;
  }
}
