/** Compares times to decimal text side by side; writes `docs/digits.md` and its picture. */
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
  return `# Time to decimal digits

From the question to the decimal text of its answer, on one thread: this service's arithmetic, GMP
through gmpy2, V8's BigInt and CPython's integers. One run of \`./denow task bench:digits --write\`, the
contenders in turn, the least of ${
    BATCHES * Number(flags.rounds)
  } measurements or more, all texts equal. A contender that takes more than 2 s is left out of what is larger. ${
    cpus()[0]?.model ?? "Unknown processor"
  }, Deno ${Deno.version.deno}, load average ${
    Deno.loadavg()[0]!.toFixed(0)
  } on ${cpus().length} cores.

![Times by digits](digits.svg)

${table(results)}

${growth(results)}
`;
}
