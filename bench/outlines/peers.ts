export interface PeerQuestion {
  readonly kind: string;
  readonly arguments: readonly string[];
  readonly repetitions: number;
}

export interface Peers extends AsyncDisposable {
  /** Minimum seconds by library; undefined without ORACLE_PYTHON. */
  ask(question: PeerQuestion): Promise<Readonly<Record<string, number | null>> | undefined>;
}

/** Starts the Python interpreter ORACLE_PYTHON, which times its own libraries and PARI/GP. */
export function startPeers(): Peers {
  const python = Deno.env.get("ORACLE_PYTHON");
  if (python === undefined) {
    return {
      ask: () => Promise.resolve(undefined),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  const process = new Deno.Command(python, {
    args: ["-B", `${import.meta.dirname}/peers.py`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async ask(question) {
      await writer.write(new TextEncoder().encode(JSON.stringify(question) + "\n"));
      let line = "";
      while (!line.endsWith("\n")) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`"${python}" with mpmath and gmpy2 ended`);
        line += value;
      }
      return JSON.parse(line);
    },
    async [Symbol.asyncDispose]() {
      await writer.close();
      await process.status;
    },
  };
}
