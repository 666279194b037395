const PYTHON = Deno.env.get("ORACLE_PYTHON") ?? "python3";

/** CPU seconds of PARI/GP's factorint; undefined without `gp`. */
export function pariSeconds(n: bigint, rounds: number): number | undefined {
  const text = `best=10^9;for(i=1,${rounds},t=getabstime();factorint(${n});` +
    `best=min(best,getabstime()-t));print(best)`;
  const milliseconds = outputOf("gp", ["-q", "-s", "200M"], text);
  return milliseconds === undefined ? undefined : milliseconds / 1_000;
}

/** CPU seconds of gmpy2's is_strong_bpsw_prp; undefined without gmpy2. */
export function gmpy2Seconds(n: bigint, rounds: number): number | undefined {
  const program = `import gmpy2, time
n, best = gmpy2.mpz(${n}), 1e9
for _ in range(${rounds}):
    start = time.process_time()
    assert gmpy2.is_strong_bpsw_prp(n)
    best = min(best, time.process_time() - start)
print(best)`;
  return outputOf(PYTHON, ["-c", program]);
}

/** The number that a program prints; undefined if it cannot be run. */
function outputOf(program: string, args: readonly string[], input = ""): number | undefined {
  try {
    const path = Deno.makeTempFileSync();
    Deno.writeTextFileSync(path, input);
    const files = input === "" ? [] : [path];
    const { success, stdout } = new Deno.Command(program, {
      args: [...args, ...files],
      stdin: "null",
      stderr: "null",
    }).outputSync();
    Deno.removeSync(path);
    return success ? Number(new TextDecoder().decode(stdout)) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
