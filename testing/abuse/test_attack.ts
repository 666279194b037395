import assert from "node:assert/strict";
import type { Attack } from "./attack.ts";
import { startAttacker } from "./start_attacker.ts";
import { createVictim } from "./victim.ts";
import { startProgram } from "../program.ts";
import { memoryOf, peakMemoryOf, resetPeakMemory } from "../resources.ts";
import { until } from "../until.ts";

const ATTACK_MS = 1_000 * Number(Deno.env.get("ABUSE_SECONDS") ?? 5);

/** Shorter attacks have too few answers for a comparison of latencies on a busy machine. */
const COMPARED_MS = 30_000;
const IS_COMPARED = ATTACK_MS >= COMPARED_MS;
const IDLE_MS = IS_COMPARED ? 3_000 : 0;

/** Maximum p99 under attack relative to its idle value. */
const MAX_SLOWDOWN = 3;

const MAX_MEMORY = 500 * 2 ** 20;

/** Maximum growth that remains `CALM_MS` after the attack. */
const MAX_GROWTH = 50 * 2 ** 20;
const CALM_MS = 60_000;

/** Declares the test that another user does not notice what a module exports as `attack`. */
export function testAttack(attack: Attack, moduleUrl: string): void {
  Deno.test(`another user does not notice ${attack.name}`, () => withstand(attack, moduleUrl));
}

async function withstand(attack: Attack, moduleUrl: string): Promise<void> {
  const { maxDescriptors, maxMedianSlowdown = Infinity } = attack;
  await using program = await startProgram(
    maxDescriptors === undefined ? {} : { through: ["prlimit", `--nofile=${maxDescriptors}`] },
  );
  const { pid } = program;
  using victim = await createVictim(program.address);
  await using attacker = await startAttacker(moduleUrl, program.address);
  await victim.askFor(IDLE_MS / 3);
  const before = await victim.askFor(IDLE_MS);
  const memoryBefore = await memoryOf(pid);
  await resetPeakMemory(pid);

  await attacker.begin();
  const attacked = await victim.askFor(ATTACK_MS);
  await attacker.end();
  const calmFrom = performance.now();
  const peak = await peakMemoryOf(pid);
  const after = await victim.askFor(IDLE_MS);

  const isCalm = async () => await memoryOf(pid) <= memoryBefore + MAX_GROWTH;
  await until("the memory is given back", isCalm, CALM_MS).catch(() => {});
  const calmSeconds = Math.round((performance.now() - calmFrom) / 1_000);
  const idle = { p50: Math.max(before.p50, after.p50), p99: Math.max(before.p99, after.p99) };
  const seen = `p50 ${attacked.p50.toFixed(1)} ms, idle ${idle.p50.toFixed(1)} ms; ` +
    `p99 ${attacked.p99.toFixed(1)} ms, idle ${idle.p99.toFixed(1)} ms; ` +
    `${attacked.answers} answers; memory ${megabytes(memoryBefore)}, at most ${megabytes(peak)}, ` +
    `after ${calmSeconds} s ${megabytes(await memoryOf(pid))}`;
  console.log(seen);
  assert.deepEqual([...before.failures, ...attacked.failures, ...after.failures], [], seen);
  assert.ok(peak <= MAX_MEMORY, seen);
  assert.ok(await isCalm(), seen);
  if (!IS_COMPARED) return;
  assert.ok(attacked.p99 <= MAX_SLOWDOWN * idle.p99, seen);
  assert.ok(attacked.p50 <= maxMedianSlowdown * idle.p50, seen);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
