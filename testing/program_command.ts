import { fileURLToPath } from "node:url";
import project from "../deno.json" with { type: "json" };

/** Root directory of the repository, with a trailing slash. */
export const PROJECT = fileURLToPath(new URL("../", import.meta.url));

/**
 * `source` runs with the flags of the start task. `bundled` is a bundle of the source, which starts
 * in half the CPU time, if the run of the tests has made one, and the source otherwise.
 */
export type ProgramForm = "source" | "bundled" | "compiled";

export interface ProgramCommand {
  readonly path: string;
  /** Arguments before those of the program. */
  readonly args: readonly string[];
  /** Variables that it needs to start. */
  readonly env: Readonly<Record<string, string>>;
}

/** The command that starts the program in one of its forms. */
export function programCommand(form: ProgramForm | { readonly path: string }): ProgramCommand {
  if (typeof form === "object") return { path: form.path, args: [], env: {} };
  if (form === "compiled") return { path: compiledFile(), args: [], env: {} };
  const { flags, main } = startTask();
  const bundle = form === "bundled" ? Deno.env.get("TEST_BUNDLE") : undefined;
  return {
    path: Deno.execPath(),
    args: ["run", ...flags, ...bundle === undefined ? [main] : [...BUNDLE_FLAGS, bundle]],
    env: denoEnvironment(),
  };
}

/** A bundle has no configuration file, which enables this for the source. */
const BUNDLE_FLAGS = ["--no-config", "--unstable-worker-options"];

/** Flags and main module of the start task in deno.json, which fills the cache first. */
export function startTask(): { readonly flags: readonly string[]; readonly main: string } {
  const words = project.tasks.start.split(" && ").at(-1)!.split(" ");
  const main = words.indexOf("main.ts");
  if (words[0] !== "deno" || words[1] !== "run" || main < 0 || words[main + 1] !== "serve") {
    throw new Error(`Cannot parse the start task: ${project.tasks.start}`);
  }
  return { flags: words.slice(2, main), main: `${PROJECT}main.ts` };
}

function compiledFile(): string {
  const path = Deno.env.get("MATHCALCULATOR_BINARY") ?? `${PROJECT}dist/mathcalculator`;
  try {
    return Deno.realPathSync(path);
  } catch {
    throw new Error(`No program found at ${path}: run "./denow task compile" first`);
  }
}

/** Variables that Deno itself reads, for its cache and its trusted certificates. */
export function denoEnvironment(): Record<string, string> {
  const names = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "DENO_TLS_CA_STORE", "DENORT_BIN"];
  return Object.fromEntries(
    names.map((name) => [name, Deno.env.get(name)] as const)
      .filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
