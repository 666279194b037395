import type { Contender } from "./contender.ts";

const PYTHON = Deno.env.get("ORACLE_PYTHON") ?? "python3";

/** Contenders in a Python process; disposal stops the process. */
export interface PythonContenders extends AsyncDisposable {
  readonly contenders: readonly Contender[];
}

/** Starts a Python process that measures GMP (through gmpy2) and CPython's own integers. */
export function startPython(): PythonContenders {
  const process = new Deno.Command(PYTHON, {
    args: ["-B", `${import.meta.dirname}/peers.py`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();

  async function request(message: unknown) {
    await writer.write(new TextEncoder().encode(JSON.stringify(message) + "\n"));
    let line = "";
    while (!line.endsWith("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`"${PYTHON}" exited; is gmpy2 installed?`);
      line += value;
    }
    return JSON.parse(line);
  }

  return {
    contenders: ["GMP", "CPython"].map((name) => ({
      name,
      measure: ({ operation, arguments: values }, repetitions) =>
        request({ peer: name, operation, arguments: values, repetitions }),
    })),
    async [Symbol.asyncDispose]() {
      await writer.close();
      await process.status;
    },
  };
}
