import { type Finished, runProgram } from "../../testing/program.ts";

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs a command of the program as a process with no other variables. */
export function run(
  args: readonly string[],
  { env, ...options }: RunOptions = {},
): Promise<Finished> {
  return runProgram(args, {
    form: "bundled",
    env: { ...coverageEnvironment(), ...env },
    ...options,
  });
}

/** Makes a child process record coverage if the tests do. */
export function coverageEnvironment(): Record<string, string> {
  const directory = Deno.env.get("DENO_COVERAGE_DIR");
  return directory === undefined ? {} : { DENO_COVERAGE_DIR: directory };
}

/** A new directory that is removed at the end. */
export function temporaryDirectory(): { readonly path: string } & Disposable {
  const path = Deno.makeTempDirSync({ prefix: "mathcalculator-test-" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}
