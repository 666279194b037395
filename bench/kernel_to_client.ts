/**
 * Measures what a large answer takes besides its arithmetic: the time from sending the request to
 * the last byte of the result, divided by the time that the arithmetic takes alone. The service
 * computes, describes and records the result; the arithmetic alone runs in this process. Both
 * alternate, each round uses a different n, and the report shows the minimum over all rounds.
 */
import { parseArgs } from "node:util";
import { NEVER_CANCELLED, Workspace } from "../domain/numbers/mod.ts";
import { createOutlineTables } from "../domain/numbers/outline/mod.ts";
import { findOperation } from "../domain/operations/mod.ts";
import { Question } from "../domain/question.ts";
import { startProgram } from "../testing/program.ts";

const QUESTIONS: Readonly<Record<string, (round: number) => readonly [string, object]>> = {
  "1,000,000!": (round) => ["factorial", { n: 1_000_000 - round }],
  "F(10,000,000)": (round) => ["fibonacci", { n: 10_000_000 - round }],
  "3^4,000,000": (round) => ["pow", { base: 3, exponent: 4_000_000 - round }],
};

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });

await using program = await startProgram({ env: { CACHE_MB: "0" } });
const { token } = await program.newUser();
const context = {
  maxDigits: 10_000_000,
  workspace: new Workspace(),
  outlineTables: createOutlineTables(),
};

console.log("result\tarithmetic ms\tclient ms\tclient ÷ arithmetic");
for (const [name, question] of Object.entries(QUESTIONS)) {
  const least = { arithmetic: Infinity, client: Infinity };
  for (let round = 0; round < Number(flags.rounds); round++) {
    const [operation, values] = question(round);
    least.arithmetic = Math.min(least.arithmetic, await arithmeticMs(operation, values));
    least.client = Math.min(least.client, await clientMs(operation, values));
  }
  const { arithmetic, client } = least;
  console.log(
    [name, arithmetic.toFixed(0), client.toFixed(0), (client / arithmetic).toFixed(2)].join("\t"),
  );
}

async function arithmeticMs(operation: string, values: object): Promise<number> {
  const question = Question.parse(findOperation(operation)!, { ...values });
  const started = performance.now();
  await question.plan.compute({ ...NEVER_CANCELLED, ...context });
  return performance.now() - started;
}

async function clientMs(operation: string, values: object): Promise<number> {
  const started = performance.now();
  const response = await fetch(`${program.address}/${operation}`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: "text/plain",
      "Content-Type": "application/json",
    },
    body: JSON.stringify(values),
  });
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok || byteLength < 1e6) throw new Error(`The service answered ${response.status}`);
  return performance.now() - started;
}
