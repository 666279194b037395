import assert from "node:assert/strict";
import { type Program, startProgram } from "../support/program.ts";
import type { ServiceName } from "../support/services.ts";
import { until } from "../support/until.ts";
import { createBackends, IGNORE_BACKENDS } from "./backends.ts";
import { createFaultDriver, type Fault, KILLED, PAUSED, seconds, STOPPED } from "./fault_driver.ts";
import { assertRecorded, COMPLETE_WITHIN_MS } from "./records.ts";
import { type Observation, startTraffic, type Traffic } from "./traffic.ts";

const PAUSED_SECONDS = Number(Deno.env.get("PAUSED_SECONDS") || 3);
const IS_WHOLE = Deno.env.get("FAULT_MATRIX") === "whole";

const CLIENTS = 16;
const PAUSE_MS = 10;
const LONGEST_GAP_MS = 2_000;
const CONTROL_SECONDS = 2;

/** How long clients go on when all services are back. */
const AFTER_SECONDS = 2;

interface Trial {
  readonly name: string;
  readonly fault: Fault;
  readonly seconds: number;
  /** Whether the program is started during the fault. */
  readonly startsLate?: boolean;
}

const TRIALS: readonly Trial[] = [
  { name: "killed", fault: KILLED, seconds: 3 },
  { name: "paused", fault: PAUSED, seconds: PAUSED_SECONDS },
  { name: "away at the start", fault: KILLED, seconds: 3, startsLate: true },
  { name: "restarted", fault: STOPPED, seconds: 0 },
];

const SETS: readonly (readonly ServiceName[])[] = [
  ["postgres"],
  ["redis"],
  ["kafka"],
  ["postgres", "redis"],
  ["redis", "kafka"],
  ["postgres", "kafka"],
  ["postgres", "redis", "kafka"],
];

/** What is tried where time is short. */
const SHARE: ReadonlySet<string> = new Set([
  ...TRIALS.map(({ name }) => `postgres ${name}`),
  "redis killed",
  "redis paused",
  "kafka killed",
  "kafka paused",
  "kafka away at the start",
  "postgres and kafka killed",
  "postgres and redis and kafka paused",
]);

for (const services of SETS) {
  for (const trial of TRIALS) {
    const name = `${services.join(" and ")} ${trial.name}`;
    if (!IS_WHOLE && !SHARE.has(name)) continue;
    Deno.test({ name, ignore: IGNORE_BACKENDS, fn: (t) => run(t, trial, services) });
  }
}

interface Running {
  readonly program: Program;
  readonly traffic: Traffic;
}

async function run(
  t: Deno.TestContext,
  trial: Trial,
  services: readonly ServiceName[],
): Promise<void> {
  await using driver = createFaultDriver();
  await using backends = await createBackends();
  await using programs = new AsyncDisposableStack();
  const token = await newToken(backends.env);

  async function begin(): Promise<Running> {
    const program = programs.use(await startProgram({ env: backends.env }));
    return {
      program,
      traffic: startTraffic(program, { token, clients: CLIENTS, pauseMs: PAUSE_MS }),
    };
  }

  let running = trial.startsLate ? undefined : await begin();
  const control = running && await observeControl(running.traffic);
  let endWhole = running?.traffic.observe();
  let during: Observation | undefined;
  await driver.during(trial.fault, services, async () => {
    running ??= await begin();
    endWhole ??= running.traffic.observe();
    const endDuring = running.traffic.observe();
    await seconds(trial.seconds);
    during = endDuring();
  });
  const since = performance.now();
  const { program, traffic } = running!;
  const before = traffic.answered.size;
  await until(
    "clients are answered again",
    () => traffic.answered.size > before + CLIENTS,
    COMPLETE_WITHIN_MS,
  );
  await seconds(AFTER_SECONDS);
  const whole = endWhole!();
  await traffic.stop();

  if (control) {
    await t.step(`before it ${gapOf(control)}`, () => {
      assert.ok(control.longestGapMs < LONGEST_GAP_MS, "The machine is too busy to say anything");
    });
  }
  if (answersMeanwhile(trial, services)) {
    await t.step(`with it ${gapOf(whole)}`, () => assert.ok(whole.longestGapMs < LONGEST_GAP_MS));
    await t.step("nothing was refused", () => assert.deepEqual(traffic.refused, {}));
  } else {
    await t.step("meanwhile there was no answer", () => assert.equal(during!.answers, 0));
    await t.step("what was refused was unavailable", () => {
      const { unavailable: _, ...others } = traffic.refused;
      assert.deepEqual(others, {});
    });
  }
  await t.step(
    `all ${traffic.answered.size} answers are in the log and on the topic`,
    () =>
      assertRecorded(traffic.answered, { client: program, token, topic: backends.topic, since }),
  );
}

/** Something is left to record in, and who asks can be known: without Postgres not from the start. */
function answersMeanwhile({ startsLate }: Trial, services: readonly ServiceName[]): boolean {
  return !services.includes("postgres") || !services.includes("kafka") && !startsLate;
}

async function newToken(env: Readonly<Record<string, string>>): Promise<string> {
  await using program = await startProgram({ env });
  return (await program.newUser()).token;
}

async function observeControl(traffic: Traffic): Promise<Observation> {
  await until("clients are answered", () => traffic.answered.size > CLIENTS);
  const end = traffic.observe();
  await seconds(CONTROL_SECONDS);
  return end();
}

function gapOf({ answers, longestGapMs }: Observation): string {
  return `${answers} answers, the longest gap ${Math.round(longestGapMs)} ms`;
}
