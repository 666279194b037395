/** Compares the times to decimal text of all contenders; writes `docs/digits.md` and its chart. */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { cases } from "./cases.ts";
import { chart } from "./chart.ts";
import { BATCHES } from "./contender.ts";
import { measureAll } from "./measure.ts";
import { bigint, createKernel } from "./own_contenders.ts";
import { startPython } from "./python_contenders.ts";
import { growth, table } from "./table.ts";

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    "max-digits": { type: "string", default: "10000000" },
    write: { type: "boolean", default: false },
  },
});

await using python = startPython();
const contenders = [createKernel(), ...python.contenders, bigint];
const questions = cases(Number(flags["max-digits"]));
const results = await measureAll(questions, contenders, Number(flags.rounds));
console.log(`${table(results)}\n\n${growth(results)}`);

if (flags.write) {
  const docs = new URL("../../docs/", import.meta.url);
  await Deno.writeTextFile(new URL("digits.svg", docs), chart(results));
  await Deno.writeTextFile(new URL("digits.md", docs), page());
}

function page(): string {
  const measurements = BATCHES * Number(flags.rounds);
  const processor = cpus()[0]?.model ?? "Unknown processor";
  const load = Deno.loadavg()[0]!.toFixed(0);
  return `# Time to decimal digits

Time from the arguments to the decimal text of the result, on one thread: the kernel (this service's
arithmetic), GMP through gmpy2, V8's BigInt, and CPython's integers. Results of one run of
\`./denow task bench:digits --write\`, which measures the contenders in turn and checks that their
texts are equal. Each time is the minimum of at least ${measurements} measurements. A contender
that takes more than 2 s skips the larger cases. ${processor}, Deno ${Deno.version.deno},
load average ${load} on ${cpus().length} cores.

![Times by digits](digits.svg)

${table(results)}

${growth(results)}
`;
}
