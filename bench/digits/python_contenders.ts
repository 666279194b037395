import type { Contender } from "./contender.ts";

const PYTHON = Deno.env.get("ORACLE_PYTHON") ?? "python3";

export interface PythonContenders extends AsyncDisposable {
  readonly contenders: readonly Contender[];
}

/** Starts one Python with gmpy2 that answers for GMP and for CPython's own integers. */
export function startPython(): PythonContenders {
  const process = new Deno.Command(PYTHON, {
    args: ["-B", `${import.meta.dirname}/peers.py`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();

  async function ask(question: unknown) {
    await writer.write(new TextEncoder().encode(JSON.stringify(question) + "\n"));
    let line = "";
    while (!line.endsWith("\n")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`"${PYTHON}" with gmpy2 ended`);
      line += value;
    }
    return JSON.parse(line);
  }

  return {
    contenders: ["GMP", "CPython"].map((name) => ({
      name,
      measure: ({ operation, arguments: values }, repetitions) =>
        ask({ peer: name, operation, arguments: values, repetitions }),
    })),
    async [Symbol.asyncDispose]() {
      await writer.close();
      await process.status;
    },
  };
}
