import { permissionFlags, PROCESS_PERMISSIONS } from "../../infra/isolates/permissions.ts";

const MODULES = [
  "infra/isolates/server.ts",
  "infra/isolates/database.ts",
  "infra/isolates/compute.ts",
  "tests/isolation/probe_isolate.ts",
];

/** Compiles the probe as the program is compiled, with the same permissions. */
export async function compileProbe(output: string): Promise<void> {
  const { code, stderr } = await deno([
    "compile",
    "--quiet",
    "--no-prompt",
    "--unstable-no-legacy-abort",
    "--exclude-unused-npm",
    ...permissionFlags(PROCESS_PERMISSIONS),
    ...MODULES.flatMap((path) => ["--include", path]),
    ...(await testsOfBintrees()).flatMap((path) => ["--exclude", path]),
    "--output",
    output,
    "tests/isolation/probe_main.ts",
  ]);
  if (code !== 0) throw new Error(`Cannot compile the probe: ${new TextDecoder().decode(stderr)}`);
}

/** They crash the compiler of Deno 2.9. */
async function testsOfBintrees(): Promise<string[]> {
  const { stdout } = await deno(["info", "--json"]);
  const { npmCache } = JSON.parse(new TextDecoder().decode(stdout));
  return directories(npmCache).map((registry) => `${registry}/bintrees`)
    .flatMap(directories).map((version) => `${version}/test`);
}

function directories(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].filter(({ isDirectory }) => isDirectory)
      .map(({ name }) => `${path}/${name}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function deno(args: string[]): Promise<Deno.CommandOutput> {
  return new Deno.Command(Deno.execPath(), { args, cwd: new URL("../../", import.meta.url) })
    .output();
}
