/** A Python script that answers each line of its input with one line. */
export interface PythonProcess extends AsyncDisposable {
  /** Rejects if the script has ended. */
  ask(line: string): Promise<string>;
}

export interface PythonScript {
  /** The interpreter. */
  readonly python: string;
  readonly script: string;
  /** The libraries that the script imports, for the error message. */
  readonly libraries: string;
}

export function startPython({ python, script, libraries }: PythonScript): PythonProcess {
  const process = new Deno.Command(python, {
    args: ["-B", script],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async ask(line) {
      await writer.write(new TextEncoder().encode(`${line}\n`));
      let answer = "";
      while (!answer.endsWith("\n")) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`"${python}" with ${libraries} ended`);
        answer += value;
      }
      return answer;
    },
    async [Symbol.asyncDispose]() {
      await writer.close();
      await process.status;
    },
  };
}
