import assert from "node:assert/strict";
import { type Program, startProgram } from "../../testing/program.ts";
import { createBackends, IGNORE_BACKENDS } from "../../testing/backends.ts";
import { KILLED, PAUSED, STOPPED } from "../../testing/fault_driver.ts";
import { assertRecorded } from "./records.ts";
import { ALL, PAIRS, SINGLES } from "../../testing/service_sets.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { type Observation, startTraffic } from "../../testing/traffic.ts";
import { observeTrial, type Trial } from "./trial.ts";

const PAUSED_SECONDS = Number(Deno.env.get("PAUSED_SECONDS") || 3);
const IS_WHOLE = Deno.env.get("FAULT_MATRIX") === "whole";

const CLIENTS = 16;
const PAUSE_MS = 50;
const LONGEST_GAP_MS = 2_000;

const FAULTS = {
  "killed": { fault: KILLED, seconds: 3, startsLate: false },
  "paused": { fault: PAUSED, seconds: PAUSED_SECONDS, startsLate: false },
  "away at the start": { fault: KILLED, seconds: 3, startsLate: true },
  "restarted": { fault: STOPPED, seconds: 0, startsLate: false },
} as const;

/** What is tried where time is short. */
const SHARE: ReadonlySet<string> = new Set([
  "postgres killed",
  "postgres paused",
  "postgres away at the start",
  "postgres restarted",
  "redis killed",
  "redis paused",
  "kafka killed",
  "kafka paused",
  "kafka away at the start",
  "postgres and kafka killed",
  "postgres and redis and kafka paused",
]);

for (const services of [...SINGLES, ...PAIRS, ALL]) {
  for (const [happens, fault] of Object.entries(FAULTS)) {
    const name = `${services.join(" and ")} ${happens}`;
    if (!IS_WHOLE && !SHARE.has(name)) continue;
    Deno.test({
      name,
      ignore: IGNORE_BACKENDS || IGNORE_FAULTS,
      fn: (t) => assertRides(t, { ...fault, services }),
    });
  }
}

/** Asserts that calculations go on while they can be recorded, and that no answer is lost. */
async function assertRides(t: Deno.TestContext, trial: Trial): Promise<void> {
  await using backends = await createBackends();
  await using programs = new AsyncDisposableStack();
  const { env, topic } = backends;
  const token = await newToken(env);
  let program: Program | undefined;
  const { traffic, before, during, whole, since } = await observeTrial(trial, async () => {
    program = programs.use(await startProgram({ env }));
    return startTraffic(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
  });
  const { answered, refused } = traffic;

  if (before) {
    await t.step(`without a fault: ${textOf(before)}`, () => {
      assert.ok(before.longestGapMs < LONGEST_GAP_MS, "The machine is too busy to say anything");
    });
  }
  if (answersMeanwhile(trial)) {
    await t.step(`with it: ${textOf(whole)}`, () => assert.ok(whole.longestGapMs < LONGEST_GAP_MS));
    await t.step("nothing was refused", () => assert.deepEqual(refused, {}));
  } else {
    await t.step("meanwhile there was no answer", () => assert.equal(during.answers, 0));
    await t.step("what was refused was unavailable", () => {
      const { unavailable: _, ...others } = refused;
      assert.deepEqual(others, {});
    });
  }
  await t.step(
    `all ${answered.size} answers are in the log and on the topic`,
    () => assertRecorded(answered, { client: program!, token, topic, since }),
  );
}

/** Something is left to record in, and who asks can be known: without Postgres not from the start. */
function answersMeanwhile({ services, startsLate }: Trial): boolean {
  if (!services.includes("postgres")) return true;
  return !services.includes("kafka") && !startsLate;
}

async function newToken(env: Readonly<Record<string, string>>): Promise<string> {
  await using program = await startProgram({ env });
  return (await program.newUser()).token;
}

function textOf({ answers, longestGapMs }: Observation): string {
  return `${answers} answers, the longest gap ${Math.round(longestGapMs)} ms`;
}
