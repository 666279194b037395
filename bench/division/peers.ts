/** Starts gmpy2 in the interpreter ORACLE_PYTHON or `python3`. */
export function startGmpy2() {
  const python = Deno.env.get("ORACLE_PYTHON") ?? "python3";
  const process = new Deno.Command(python, {
    args: ["-B", `${import.meta.dirname}/peers.py`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    /** Minimum CPU seconds of an operation on random integers. */
    async seconds(operation: string, digits: number, repetitions: number): Promise<number> {
      await writer.write(new TextEncoder().encode(`${operation} ${digits} ${repetitions}\n`));
      let line = "";
      while (!line.endsWith("\n")) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`"${python}" with gmpy2 ended`);
        line += value;
      }
      return Number(line);
    },
    async [Symbol.asyncDispose]() {
      await writer.close();
      await process.status;
    },
  };
}
