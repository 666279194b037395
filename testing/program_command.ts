import { fileURLToPath } from "node:url";
import project from "../deno.json" with { type: "json" };

/** The directory of the project. */
export const PROJECT = fileURLToPath(new URL("../", import.meta.url));

/** Run from its source as the start task does, or the compiled file. */
export type ProgramForm = "source" | "compiled";

export interface ProgramCommand {
  readonly path: string;
  /** What comes before the program's own arguments. */
  readonly args: readonly string[];
  /** The variables without which it cannot start at all. */
  readonly env: Readonly<Record<string, string>>;
}

/** How the program is started in one of its forms. */
export function programCommand(form: ProgramForm | { readonly path: string }): ProgramCommand {
  if (typeof form === "object") return { path: form.path, args: [], env: {} };
  if (form === "compiled") return { path: compiledFile(), args: [], env: {} };
  const { flags, main } = startTask();
  return { path: Deno.execPath(), args: ["run", ...flags, main], env: denoEnvironment() };
}

/** The flags with which the start task runs the program from its source. */
export function startTask(): { readonly flags: readonly string[]; readonly main: string } {
  const words = project.tasks.start.split(" ");
  const main = words.indexOf("main.ts");
  if (words[0] !== "deno" || words[1] !== "run" || main < 0 || words[main + 1] !== "serve") {
    throw new Error(`Cannot understand the start task: ${project.tasks.start}`);
  }
  return { flags: words.slice(2, main), main: `${PROJECT}main.ts` };
}

function compiledFile(): string {
  const path = Deno.env.get("MATHCALCULATOR_BINARY") ?? `${PROJECT}dist/mathcalculator`;
  try {
    return Deno.realPathSync(path);
  } catch {
    throw new Error(`Nothing is at ${path}: run "./denow task compile" first`);
  }
}

/** What Deno itself reads before the program starts: where its cache is, and whom it trusts. */
export function denoEnvironment(): Record<string, string> {
  const names = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "DENO_TLS_CA_STORE", "DENORT_BIN"];
  return Object.fromEntries(
    names.map((name) => [name, Deno.env.get(name)] as const)
      .filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
