/**
 * Compiles dist/mathcalculator: one executable with all isolates, templates and assets, and with
 * exactly the permissions that `mathcalculator version` lists.
 */
import { parseArgs } from "node:util";
import { PROCESS_PERMISSIONS } from "../composition/permissions.ts";
import { permissionFlags } from "../infra/isolates/permissions.ts";
import { bundle } from "./bundle.ts";
import { runDeno } from "./run_deno.ts";

/** Paths of the entry points of the isolates. */
export const ISOLATES = ["server", "consumer", "database", "compute"].map((name) =>
  `composition/isolates/${name}.ts`
);

export interface CompileOptions {
  readonly main: string;
  readonly output: string;
  /** Paths of additional isolate entry points. */
  readonly isolates?: readonly string[];
  /** Target triple of the platform, such as aarch64-apple-darwin; by default this machine's. */
  readonly target?: string | undefined;
}

/** Compiles a program with the isolates and permissions of this one. Throws if that fails. */
export async function compile(options: CompileOptions): Promise<void> {
  const { main, output, isolates = [], target } = options;
  const directory = await Deno.makeTempDir();
  try {
    const bundled = await bundle({ main, isolates: [...ISOLATES, ...isolates] }, directory);
    await runDeno([
      "compile",
      "--quiet",
      "--no-prompt",
      // The bundle has no types and imports no package.
      "--no-check",
      "--no-config",
      "--no-npm",
      // The code cache would be written to the shared temporary directory.
      "--no-code-cache",
      // Megabytes of half the young generation, which each isolate enlarges as more objects survive.
      // With V8's own 1 to 16, collections free almost nothing while modules are loaded and while
      // many requests wait for their entries to be written.
      "--v8-flags=--min-semi-space-size=4,--max-semi-space-size=24",
      "--unstable-worker-options",
      "--unstable-no-legacy-abort",
      ...permissionFlags(PROCESS_PERMISSIONS),
      ...bundled.isolates.flatMap((path) => ["--include", path]),
      ...(target === undefined ? [] : ["--target", target]),
      "--output",
      output,
      bundled.main,
    ]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

if (import.meta.main) {
  const { values: { output, target } } = parseArgs({
    options: {
      output: { type: "string", default: "dist/mathcalculator" },
      target: { type: "string" },
    },
  });
  await compile({ main: "main.ts", output, target });
}
