import type { ServiceName } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, type Fault, seconds } from "../../testing/fault_driver.ts";
import { COMPLETE_WITHIN_MS } from "./assert_recorded.ts";
import type { Load, Observation } from "../../testing/load.ts";

const SOME_ANSWERS = 16;
const BEFORE_SECONDS = 2;
const AFTER_SECONDS = 2;

/** A fault of some services under load. */
export interface FaultScenario {
  readonly fault: Fault;
  readonly services: readonly ServiceName[];
  readonly seconds: number;
  /** Whether the load starts during the fault instead of before it. */
  readonly startsDuringFault: boolean;
}

/** Observations of the load. */
export interface ScenarioResult {
  readonly load: Load;
  /** Before the fault, as a baseline; undefined if the load started during the fault. */
  readonly before: Observation | undefined;
  /** During the fault. */
  readonly during: Observation;
  /** From the start of the load until some time after recovery. */
  readonly whole: Observation;
}

/** Injects the fault under the load that `begin` starts, and stops the load after recovery. */
export async function runScenario(
  scenario: FaultScenario,
  begin: () => Promise<Load>,
): Promise<ScenarioResult> {
  await using driver = createFaultDriver();
  let load = scenario.startsDuringFault ? undefined : await begin();
  const before = load && await observeFor(BEFORE_SECONDS, load);
  let endWhole = load?.observe();
  let during: Observation | undefined;
  await driver.during(scenario.fault, scenario.services, async () => {
    load ??= await begin();
    endWhole ??= load.observe();
    const endDuring = load.observe();
    await seconds(scenario.seconds);
    during = endDuring();
  });
  await clientsAreAnswered(load!);
  await seconds(AFTER_SECONDS);
  const whole = endWhole!();
  await load!.stop();
  return { load: load!, before, during: during!, whole };
}

async function observeFor(count: number, load: Load): Promise<Observation> {
  await clientsAreAnswered(load);
  const end = load.observe();
  await seconds(count);
  return end();
}

async function clientsAreAnswered({ answered }: Load): Promise<void> {
  const enough = answered.size + SOME_ANSWERS;
  await until("clients are answered", () => answered.size >= enough, COMPLETE_WITHIN_MS);
}
