/**
 * Fails unless every line and branch of `domain/` is covered. With `--all`, it also fails unless 90 %
 * of the lines of the rest of the program are.
 */
const lcovPath = "coverage/lcov.info";
const isAll = Deno.args.includes("--all");
const ROOT = new URL("..", import.meta.url).pathname;
const REST_SHARE = 0.9;

interface Coverage {
  readonly path: string;
  readonly lines: Share;
  readonly branches: Share;
  /** Numbers of the lines that did not run. */
  readonly missed: readonly number[];
}

interface Share {
  readonly hit: number;
  readonly found: number;
}

const files = Deno.readTextFileSync(lcovPath).split("end_of_record").map(readRecord)
  .filter(({ path }) => /^(domain|infra|routes|views|composition|commands)\//.test(path));
const [domain, rest] = [true, false].map((inside) =>
  files.filter(({ path }) => path.startsWith("domain/") === inside)
) as [Coverage[], Coverage[]];

const gaps = domain.filter(({ lines, branches }) =>
  lines.hit < lines.found || branches.hit < branches.found
);
for (const { path, missed, branches } of gaps) {
  console.error(
    `${path}: lines ${missed.join(", ") || "all covered"}, ` +
      `${branches.found - branches.hit} branches not covered`,
  );
}
console.log(`domain/: ${gaps.length === 0 ? "complete" : "incomplete"} line and branch coverage`);
const [linesOfRest, branchesOfRest] = [total(rest, "lines"), total(rest, "branches")];
if (isAll) {
  console.log(`the rest: ${percent(linesOfRest)} of lines, ${percent(branchesOfRest)} of branches`);
}
const enough = !isAll || linesOfRest.hit / linesOfRest.found > REST_SHARE;
Deno.exit(gaps.length === 0 && enough ? 0 : 1);

function readRecord(record: string): Coverage {
  const number = (key: string) => Number(new RegExp(`^${key}:(\\d+)$`, "m").exec(record)?.[1] ?? 0);
  const [, source = ""] = /^SF:(.+)$/m.exec(record) ?? [];
  return {
    path: source.replace(ROOT, ""),
    lines: { hit: number("LH"), found: number("LF") },
    branches: { hit: number("BRH"), found: number("BRF") },
    missed: [...record.matchAll(/^DA:(\d+),0$/gm)].map(([, line]) => Number(line)),
  };
}

function total(records: readonly Coverage[], kind: "lines" | "branches"): Share {
  return records.reduce<Share>((sum, record) => ({
    hit: sum.hit + record[kind].hit,
    found: sum.found + record[kind].found,
  }), { hit: 0, found: 0 });
}

function percent({ hit, found }: Share): string {
  return `${(100 * hit / found).toFixed(1)} %`;
}
