/**
 * Compiles dist/mathcalculator: one file with every isolate, template and asset, and no more
 * permissions than the program lists.
 */
import { permissionFlags, PROCESS_PERMISSIONS } from "../infra/isolates/permissions.ts";

const ISOLATES = ["server", "database", "compute"].map((name) => `infra/isolates/${name}.ts`);

/** Parts of packages that the program never loads; the first crashes the compiler of Deno 2.9. */
const UNUSED = [
  { name: "bintrees", files: /^test$/ },
  { name: "swagger-ui-dist", files: /\.map$|es-bundle|standalone/ },
];

Deno.exit(
  await deno([
    "compile",
    "--quiet",
    "--no-prompt",
    "--unstable-no-legacy-abort",
    "--exclude-unused-npm",
    ...permissionFlags(PROCESS_PERMISSIONS),
    ...ISOLATES.flatMap((path) => ["--include", path]),
    ...(await unusedFiles()).flatMap((path) => ["--exclude", path]),
    "--output",
    "dist/mathcalculator",
    "main.ts",
  ]),
);

async function deno(args: string[]): Promise<number> {
  return (await new Deno.Command(Deno.execPath(), { args }).spawn().status).code;
}

/** Where Deno keeps the files of the packages that the program has been checked with. */
async function unusedFiles(): Promise<string[]> {
  await deno(["cache", "--quiet", "main.ts", ...ISOLATES]);
  const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { npmCache } = JSON.parse(new TextDecoder().decode(info.stdout));
  const versions = UNUSED.flatMap(({ name, files }) =>
    directories(npmCache).map((registry) => `${registry}/${name}`)
      .filter(exists).flatMap(directories).map((version) => ({ version, files }))
  );
  return versions.flatMap(({ version, files }) =>
    [...Deno.readDirSync(version)].filter(({ name }) => files.test(name))
      .map(({ name }) => `${version}/${name}`)
  );
}

function directories(path: string): string[] {
  return [...Deno.readDirSync(path)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `${path}/${name}`);
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
