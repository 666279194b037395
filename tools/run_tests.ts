/**
 * Runs a group of tests and prints only the failures and a summary:
 *
 *     deno run -A tools/run_tests.ts GROUP [FLAG…] [PATH…]
 *
 * Flags are those of `deno test`; paths replace the group's own. The JUnit report is
 * `reports/GROUP.xml`; a coverage run writes none. Types are checked by `deno check`.
 */
import { stripVTControlCharacters } from "node:util";

interface Group {
  readonly paths: readonly string[];
  readonly ignore?: readonly string[];
  readonly parallel?: boolean;
}

/** Tests that start the program from its source. */
const PROGRAM = ["tests/commands", "tests/composition/isolation"];
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
  program: { paths: PROGRAM, parallel: true },
  source: { paths: ["tests"], ignore: SEPARATE, parallel: true },
  binary: { paths: ["tests/binary"] },
  browser: { paths: ["tests/browser"] },
  services: { paths: ["tests/services"] },
  clients: { paths: ["tests/clients"] },
  schemathesis: { paths: ["tests/schemathesis"] },
  oracle: { paths: ["tests/oracle"] },
  abuse: { paths: ["tests/abuse"] },
};

const REPORTS = "reports";

/** Output of the dot reporter for passed, ignored and failed steps. */
const STEP = /^[.,!\s]*$/;

const [name = "", ...args] = Deno.args;
const group = GROUPS[name];
if (!group) {
  console.error(`Unknown group "${name}": use one of ${Object.keys(GROUPS).join(", ")}`);
  Deno.exit(2);
}
Deno.mkdirSync(REPORTS, { recursive: true });
// Some tests mostly wait, so that one more file at a time than there are cores keeps all busy.
const child = new Deno.Command(Deno.execPath(), {
  args: ["test", ...flagsOf(name, group), ...args],
  env: { DENO_JOBS: String(navigator.hardwareConcurrency + 1) },
  stdout: "piped",
}).spawn();
await printWithoutSteps(child.stdout);
Deno.exit((await child.status).code);

function flagsOf(name: string, { paths, ignore = [], parallel = false }: Group): string[] {
  const isCoverage = args.some((arg) => arg.startsWith("--coverage"));
  const hasPaths = args.some((arg) => !arg.startsWith("-"));
  return [
    "--allow-all",
    "--no-check",
    "--quiet",
    "--reporter=dot",
    "--unstable-no-legacy-abort",
    "--preload=testing/time_limit.ts",
    ...parallel ? ["--parallel"] : [],
    ...isCoverage ? [] : [`--junit-path=${REPORTS}/${name}.xml`],
    ...hasPaths ? [] : [...ignore.length > 0 ? [`--ignore=${ignore.join(",")}`] : [], ...paths],
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
