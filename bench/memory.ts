/**
 * Measures the peak memory above idle while the compiled program computes and sends a result, in
 * bytes per digit, and whether memory grows over repeated calculations. Each row uses a new process.
 */
import { startProgram } from "../testing/program.ts";
import { memoryOf, peakMemoryOf, resetPeakMemory } from "../testing/resources.ts";

const GOAL_BYTES = 40;

/** Total digits computed for one row. */
const REPEATED_DIGITS = 300e6;

/** V8 frees external memory in steps of this size, so the last third may use one step more. */
const FLAT_MB = 64;

const MEGABYTE = 2 ** 20;

type Values = Readonly<Record<string, number>>;

const CASES: readonly (readonly [path: string, values: (index: number) => Values])[] = [
  ["/factorial", (i) => ({ n: 205_030 - i })],
  ["/factorial", (i) => ({ n: 562_000 - i })],
  ["/factorial", (i) => ({ n: 1_723_507 - i })],
  ["/fibonacci", (i) => ({ n: 4_785_000 - i })],
  ["/fibonacci", (i) => ({ n: 14_354_000 - i })],
  ["/fibonacci", (i) => ({ n: 47_849_700 - i })],
  ["/pow", (i) => ({ base: 3, exponent: 2_096_000 - i })],
  ["/pow", (i) => ({ base: 3, exponent: 6_287_000 - i })],
  ["/pow", (i) => ({ base: 3, exponent: 20_959_000 - i })],
];

const columns = ["question", "digits", "idle MB", "peak above idle MB", "bytes per digit"];
console.log([...columns, "answers", "maximum MB after an answer"].join("\t"));
for (const [path, values] of CASES) await measure(path, values);

async function measure(path: string, values: (index: number) => Values): Promise<void> {
  await using program = await startProgram({ env: { COMPUTE_WORKERS: "1", CACHE_MB: "0" } });
  const { token } = await program.newUser();
  const { pid } = program;

  async function answer(index: number): Promise<number> {
    const response = await program.post(path, values(index), token);
    let bytes = 0;
    for await (const chunk of response.body!) bytes += chunk.length;
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return bytes;
  }

  const small = await program.post("/fibonacci", { n: 50_000 }, token);
  await small.text();
  const idle = await memoryOf(pid);
  await resetPeakMemory(pid);
  const digits = await answer(0);
  const peak = await peakMemoryOf(pid) - idle;
  const after: number[] = [];
  for (let index = 1; index * digits <= REPEATED_DIGITS; index++) {
    await answer(index);
    after.push(await memoryOf(pid));
  }
  const lastThird = Math.floor(after.length * 2 / 3);
  const [before, end] = [after.slice(0, lastThird), after.slice(lastThird)]
    .map((values) => Math.max(...values)) as [number, number];
  const isFlat = end - before <= FLAT_MB * MEGABYTE;
  const perDigit = peak / digits;
  const megabytes = (bytes: number) => Math.round(bytes / MEGABYTE);
  console.log(
    [
      `${path} ${JSON.stringify(values(0))}`,
      digits,
      megabytes(idle),
      megabytes(peak),
      `${perDigit.toFixed(1)} (goal ${GOAL_BYTES}, ${
        perDigit <= GOAL_BYTES ? "reached" : "missed"
      })`,
      after.length,
      `${megabytes(before)}, in the last third ${megabytes(end)} (${isFlat ? "flat" : "grows"})`,
    ].join("\t"),
  );
}
