/**
 * Runs a group of tests and prints only the failures and a summary:
 *
 *     deno run -A tools/run_tests.ts GROUP [FLAG…] [PATH…]
 *
 * Flags are those of `deno test`; paths below `tests` replace the group's own. The JUnit report is
 * `reports/GROUP.xml`; a coverage run writes none. Types are checked by `deno check`.
 */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { bundle } from "./bundle.ts";
import { ISOLATES } from "./compile.ts";
import { writeShards } from "./test_shards.ts";
import { walk } from "./walk.ts";

interface Group {
  readonly paths: readonly string[];
  readonly ignore?: readonly string[];
  readonly parallel?: boolean;
  /** Whether its tests start the program so often that bundling it first takes less time. */
  readonly bundled?: boolean;
}

/** Tests that start the program, or one of its isolates, from its source. */
const PROGRAM = [
  "tests/commands",
  "tests/composition/isolation",
  "tests/composition/revocation_retention_test.ts",
  "tests/documented_commands_test.ts",
  "tests/infra/config/load_config_test.ts",
  "tests/infra/isolates",
  "tests/mcp_document_test.ts",
];
const SEPARATE = [
  "tests/abuse",
  "tests/binary",
  "tests/browser",
  "tests/clients",
  "tests/oracle",
  "tests/schemathesis",
  "tests/services",
];

const GROUPS: Readonly<Record<string, Group>> = {
  unit: { paths: ["tests"], ignore: [...PROGRAM, ...SEPARATE], parallel: true },
  program: { paths: PROGRAM, parallel: true, bundled: true },
  source: { paths: ["tests"], ignore: SEPARATE, parallel: true },
  binary: { paths: ["tests/binary"] },
  browser: { paths: ["tests/browser"], bundled: true },
  services: { paths: ["tests/services"] },
  clients: { paths: ["tests/clients"] },
  schemathesis: { paths: ["tests/schemathesis"] },
  oracle: { paths: ["tests/oracle"] },
  // Latencies are compared only if the attacks are long. Short ones mostly wait for memory.
  abuse: { paths: ["tests/abuse"], parallel: Deno.env.get("ABUSE_SECONDS") === undefined },
};

const REPORTS = "reports";

/** Always the same, so that V8's code cache has one copy of the bundle. */
const BUNDLE = "dist/test_bundle";

/** Output of the dot reporter for passed, ignored and failed steps. */
const STEP = /^[.,!\s]*$/;

const [name = "", ...args] = Deno.args;
const group = GROUPS[name];
if (!group) {
  console.error(`Unknown group "${name}": use one of ${Object.keys(GROUPS).join(", ")}`);
  Deno.exit(2);
}
Deno.mkdirSync(REPORTS, { recursive: true });
// One more shard than there are cores keeps them busy while tests wait. Each shard loads and compiles
// most of the source again.
const jobs = navigator.hardwareConcurrency + 1;
const directory = Deno.makeTempDirSync({ prefix: "mathcalculator-shards-" });
const code = await run(group);
Deno.removeSync(directory, { recursive: true });
Deno.exit(code);

async function run(group: Group): Promise<number> {
  const files = testFiles(group);
  const bundled = group.bundled && !isCoverage() ? await bundleProgram() : undefined;
  const modules = group.parallel ? writeShards(files, { directory, count: jobs }) : files;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...flags(group), ...modules],
    env: {
      DENO_JOBS: String(jobs),
      ...bundled !== undefined && { TEST_BUNDLE: bundled },
    },
    stdout: "piped",
  }).spawn();
  await printWithoutSteps(child.stdout);
  return (await child.status).code;
}

/** Returns the path of the main module. */
async function bundleProgram(): Promise<string> {
  rmSync(BUNDLE, { recursive: true, force: true });
  const { main } = await bundle({ main: "main.ts", isolates: ISOLATES }, resolve(BUNDLE));
  return main;
}

/** The test files of the paths on the command line, or else of the group. */
function testFiles({ paths, ignore = [] }: Group): string[] {
  const given = args.filter(isPath).map((path) => path.replace(/\/$/, ""));
  if (given.length > 0) return given.flatMap(filesAt);
  const ignored = new Set(ignore.flatMap(filesAt));
  return paths.flatMap(filesAt).filter((file) => !ignored.has(file));
}

/** Other arguments are flags of `deno test` and their values. */
function isPath(arg: string): boolean {
  return /^(\.\/)?tests(\/|$)/.test(arg);
}

/** The coverage of the source can only be measured by running it. */
function isCoverage(): boolean {
  return args.some((arg) => arg.startsWith("--coverage"));
}

function filesAt(path: string): string[] {
  return Deno.statSync(path).isDirectory ? walk(path, /_test\.ts$/) : [path];
}

function flags({ parallel = false }: Group): string[] {
  const given = args.filter((arg) => !isPath(arg));
  return [
    "--allow-all",
    "--no-check",
    "--quiet",
    "--reporter=dot",
    "--unstable-no-legacy-abort",
    // Most objects of a test are garbage at its end: a larger young generation copies fewer of them.
    "--v8-flags=--min-semi-space-size=16",
    "--preload=testing/time_limit.ts",
    ...parallel ? ["--parallel"] : [],
    ...isCoverage() ? [] : [`--junit-path=${REPORTS}/${name}.xml`],
    ...given,
  ];
}

/** Prints everything but the steps, with at most one blank line between paragraphs. */
async function printWithoutSteps(output: ReadableStream<Uint8Array>): Promise<void> {
  let rest = "";
  let isParagraph = false;
  for await (const text of output.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) print(line);
  }
  print(rest);

  function print(line: string): void {
    const isStep = STEP.test(stripVTControlCharacters(line));
    if (!isStep) console.log(line);
    else if (isParagraph && line === "") console.log();
    isParagraph = !isStep;
  }
}
