import type { ServiceName } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";
import { createFaultDriver, type Fault, seconds } from "../../testing/fault_driver.ts";
import { COMPLETE_WITHIN_MS } from "./records.ts";
import type { Observation, Traffic } from "../../testing/traffic.ts";

const SOME_ANSWERS = 16;
const BEFORE_SECONDS = 2;
const AFTER_SECONDS = 2;

/** A fault of some services under traffic. */
export interface Trial {
  readonly fault: Fault;
  readonly services: readonly ServiceName[];
  readonly seconds: number;
  /** Whether the traffic begins during the fault, and not before. */
  readonly startsLate: boolean;
}

/** What was seen of the traffic. */
export interface Seen {
  readonly traffic: Traffic;
  /** Without a fault, as a control; undefined where the traffic began during it. */
  readonly before: Observation | undefined;
  /** While all of the services were away. */
  readonly during: Observation;
  /** From before the fault, or its beginning, until some time after its end. */
  readonly whole: Observation;
  /** When the last service was back, on the clock of `performance`. */
  readonly since: number;
}

/** Lets services fail under traffic that `begin` starts, and ends it some time after they are back. */
export async function observeTrial(trial: Trial, begin: () => Promise<Traffic>): Promise<Seen> {
  await using driver = createFaultDriver();
  let traffic = trial.startsLate ? undefined : await begin();
  const before = traffic && await observeFor(BEFORE_SECONDS, traffic);
  let endWhole = traffic?.observe();
  let during: Observation | undefined;
  await driver.during(trial.fault, trial.services, async () => {
    traffic ??= await begin();
    endWhole ??= traffic.observe();
    const endDuring = traffic.observe();
    await seconds(trial.seconds);
    during = endDuring();
  });
  const since = performance.now();
  await answersCome(traffic!);
  await seconds(AFTER_SECONDS);
  const whole = endWhole!();
  await traffic!.stop();
  return { traffic: traffic!, before, during: during!, whole, since };
}

async function observeFor(count: number, traffic: Traffic): Promise<Observation> {
  await answersCome(traffic);
  const end = traffic.observe();
  await seconds(count);
  return end();
}

async function answersCome({ answered }: Traffic): Promise<void> {
  const enough = answered.size + SOME_ANSWERS;
  await until("clients are answered", () => answered.size >= enough, COMPLETE_WITHIN_MS);
}
