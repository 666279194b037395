/**
 * Compiles dist/mathcalculator: one executable with all isolates, templates and assets, and with
 * exactly the permissions that `mathcalculator version` lists.
 */
import { parseArgs } from "node:util";
import { PROCESS_PERMISSIONS } from "../composition/permissions.ts";
import { permissionFlags } from "../infra/isolates/permissions.ts";

const ISOLATES = ["server", "consumer", "database", "compute"].map((name) =>
  `composition/isolates/${name}.ts`
);

/** Unused parts of packages to exclude; `deno compile` of Deno 2.9 crashes on the first. */
const UNUSED = [
  { name: "bintrees", folder: "", files: /^test$/ },
  ...["core", "server"].map((name) => ({
    name: `@modelcontextprotocol/${name}`,
    folder: "dist/",
    files: /\.(map|cjs|d\.[cm]ts)$|^ext$/,
  })),
  // prom-client requires its CommonJS modules.
  { name: "@opentelemetry/api", folder: "dist/", files: /\.(map|d\.[cm]ts)$/ },
  ...[
    "core",
    "exporter-trace-otlp-proto",
    "otlp-exporter-base",
    "otlp-transformer",
    "resources",
    "sdk-logs",
    "sdk-metrics",
    "sdk-trace",
    "semantic-conventions",
  ].map((name) => ({
    name: `@opentelemetry/${name}`,
    folder: "dist/",
    files: /\.(map|cjs|d\.[cm]ts)$/,
  })),
];

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
  const modules = [...ISOLATES, ...isolates];
  await deno(["cache", "--quiet", main, ...modules]);
  await deno([
    "compile",
    "--quiet",
    "--no-prompt",
    // The code cache would be written to the shared temporary directory.
    "--no-code-cache",
    "--unstable-no-legacy-abort",
    "--exclude-unused-npm",
    ...permissionFlags(PROCESS_PERMISSIONS),
    ...modules.flatMap((path) => ["--include", path]),
    ...(await unusedFiles()).flatMap((path) => ["--exclude", path]),
    ...(target === undefined ? [] : ["--target", target]),
    "--output",
    output,
    main,
  ]);
}

/** Paths of the unused parts in Deno's package cache. */
async function unusedFiles(): Promise<string[]> {
  const { npmCache } = JSON.parse(await deno(["info", "--json"]));
  const folders = UNUSED.flatMap(({ name, folder, files }) =>
    directories(npmCache).flatMap((registry) => directories(`${registry}/${name}`))
      .map((version) => ({ path: `${version}/${folder}`, files }))
  );
  return folders.flatMap(({ path, files }) => [...matching(path, files)]);
}

/** Paths of matching files and folders below a folder, whose path ends with a slash. */
function* matching(folder: string, names: RegExp): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (names.test(name)) yield folder + name;
    else if (isDirectory) yield* matching(`${folder}${name}/`, names);
  }
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

async function deno(args: string[]): Promise<string> {
  const cwd = new URL("..", import.meta.url);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd }).output();
  if (code === 0) return new TextDecoder().decode(stdout);
  throw new Error(`"deno ${args[0]}" failed:\n${new TextDecoder().decode(stderr)}`);
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
