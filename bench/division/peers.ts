import { startPython } from "../python_process.ts";

/** Starts gmpy2 in the interpreter ORACLE_PYTHON or `python3`. */
export function startGmpy2() {
  const process = startPython({
    python: Deno.env.get("ORACLE_PYTHON") ?? "python3",
    script: `${import.meta.dirname}/peers.py`,
    libraries: "gmpy2",
  });
  return {
    /** Minimum CPU seconds of an operation on random integers. */
    seconds: async (operation: string, digits: number, repetitions: number): Promise<number> =>
      Number(await process.ask(`${operation} ${digits} ${repetitions}`)),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
