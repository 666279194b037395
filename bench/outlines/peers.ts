import { startPython } from "../python_process.ts";

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
  const process = startPython({
    python,
    script: `${import.meta.dirname}/peers.py`,
    libraries: "mpmath and gmpy2",
  });
  return {
    ask: async (question) => JSON.parse(await process.ask(JSON.stringify(question))),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
