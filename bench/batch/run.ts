/**
 * Compares the CPU time that the program spends on a batch of 100 mixed items, some of which fail,
 * with the CPU time of the same items as single requests on kept-alive connections.
 */
import { parseArgs } from "node:util";
import { expectStatus } from "../../testing/http_client.ts";
import { startProgram } from "../../testing/program.ts";
import { processorSecondsOf } from "../../testing/resources.ts";
import { type Item, mixedItems } from "./items.ts";

const GOAL = 0.5;

/** Single requests in flight. */
const CLIENTS = 8;

/** Rounds before the measurement, which compile the hot code. */
const WARM_ROUNDS = 10;

/** Rounds between two readings of the CPU time, whose resolution is 10 ms. */
const ROUNDS_PER_READING = 10;

type Send = (items: readonly Item[]) => Promise<void>;

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "100" } } });
const rounds = Number(flags.rounds);

await using program = await startProgram({ form: "source", env: { COMPUTE_WORKERS: "1" } });
const { token } = await program.newUser();
let asked = 0;

for (const send of [sendSingly, sendBatch]) await sendRounds(send, WARM_ROUNDS);
const seconds = { single: 0, batch: 0 };
for (let round = 0; round < rounds; round += ROUNDS_PER_READING) {
  seconds.single += await cpuSeconds(sendSingly);
  seconds.batch += await cpuSeconds(sendBatch);
}
const ms = (total: number) => `${(total / rounds * 1_000).toFixed(1)} ms`;
const share = seconds.batch / seconds.single;
console.log(
  `CPU time of 100 items: ${ms(seconds.single)} as single requests, ${ms(seconds.batch)} as a ` +
    `batch, ${(share * 100).toFixed(0)} % (goal: less than ${GOAL * 100} %, ` +
    `${share < GOAL ? "reached" : "missed"}); ${rounds} rounds each`,
);

async function cpuSeconds(send: Send): Promise<number> {
  const before = await processorSecondsOf(program.pid);
  await sendRounds(send, ROUNDS_PER_READING);
  return await processorSecondsOf(program.pid) - before;
}

async function sendRounds(send: Send, count: number): Promise<void> {
  for (let round = 0; round < count; round++) await send(mixedItems(asked++));
}

async function sendBatch(items: readonly Item[]): Promise<void> {
  const response = await program.post("/batch", { items }, token);
  const { items: answers } = JSON.parse(await expectStatus(response, 200));
  check(answers.map(({ status }: { readonly status: number }) => status));
}

async function sendSingly(items: readonly Item[]): Promise<void> {
  const waiting = items.values();
  const statuses: number[] = [];
  async function runClient(): Promise<void> {
    for (const { operation, input } of waiting) {
      const response = await program.post(`/${operation}`, input, token);
      await response.text();
      statuses.push(response.status);
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, runClient));
  check(statuses);
}

function check(statuses: readonly number[]): void {
  const failed = statuses.filter((status) => status === 422).length;
  const answered = statuses.filter((status) => status === 200).length;
  if (failed !== 10 || answered !== 90) throw new Error(`${answered} answers, ${failed} problems`);
}
