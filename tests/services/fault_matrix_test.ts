import assert from "node:assert/strict";
import { type Program, startProgram } from "../../testing/program.ts";
import { createBackends, IGNORE_BACKENDS } from "../../testing/backends.ts";
import { KILLED, PAUSED, STOPPED } from "../../testing/fault_driver.ts";
import { assertRecorded } from "./assert_recorded.ts";
import { ALL, PAIRS, SINGLES } from "../../testing/service_combinations.ts";
import { IGNORE_FAULTS } from "../../testing/services.ts";
import { type Observation, startLoad } from "../../testing/load.ts";
import { type FaultScenario, runScenario } from "./fault_scenario.ts";

const PAUSED_SECONDS = Number(Deno.env.get("PAUSED_SECONDS") || 3);
const IS_WHOLE = Deno.env.get("FAULT_MATRIX") === "whole";

const CLIENTS = 16;
const PAUSE_MS = 50;

const FAULTS = {
  "killed": { fault: KILLED, seconds: 3, startsDuringFault: false },
  "paused": { fault: PAUSED, seconds: PAUSED_SECONDS, startsDuringFault: false },
  "away at the start": { fault: KILLED, seconds: 3, startsDuringFault: true },
  "restarted": { fault: STOPPED, seconds: 0, startsDuringFault: false },
} as const;

/** Scenarios that run by default; FAULT_MATRIX=whole runs all. */
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
      fn: (t) => assertSurvives(t, { ...fault, services }),
    });
  }
}

/** Asserts that calculations continue while they can be recorded, and that no answer is lost. */
async function assertSurvives(t: Deno.TestContext, scenario: FaultScenario): Promise<void> {
  await using backends = await createBackends();
  await using programs = new AsyncDisposableStack();
  const { env, topic } = backends;
  // A user cannot sign up during the fault.
  let token = scenario.startsDuringFault ? await newToken(env) : "";
  let program: Program | undefined;
  const { load, before, during, whole } = await runScenario(scenario, async () => {
    program = programs.use(await startProgram({ env }));
    token ||= (await program.newUser()).token;
    return startLoad(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS });
  });
  const { answered, refused } = load;

  if (before) console.log(`without a fault: ${textOf(before)}`);
  console.log(`with the fault: ${textOf(whole)}`);
  if (isAnsweredDuring(scenario)) {
    await t.step(
      "calculations were answered during the fault",
      () => assert.ok(during.answers > 0 || scenario.seconds === 0),
    );
    await t.step("nothing was refused", () => assert.deepEqual(refused, {}));
  } else {
    await t.step(
      "no calculation was answered during the fault",
      () => assert.equal(during.answers, 0),
    );
    await t.step("all refusals were unavailable", () => {
      const { unavailable: _, ...others } = refused;
      assert.deepEqual(others, {});
    });
  }
  await t.step(
    `all ${answered.size} answers are in the log and on the topic`,
    () => assertRecorded(answered, { client: program!, token, topic }),
  );
}

/** Whether entries can be recorded and tokens verified, which needs Postgres at the start. */
function isAnsweredDuring({ services, startsDuringFault }: FaultScenario): boolean {
  if (!services.includes("postgres")) return true;
  return !services.includes("kafka") && !startsDuringFault;
}

async function newToken(env: Readonly<Record<string, string>>): Promise<string> {
  await using program = await startProgram({ env });
  return (await program.newUser()).token;
}

function textOf({ answers, longestGapMs }: Observation): string {
  return `${answers} answers, the longest gap ${Math.round(longestGapMs)} ms`;
}
