/**
 * Runs the service and a separate consumer under moderate load with a random fault every minute.
 * Fails when an answer is lost or recorded twice, or when a process leaks memory or descriptors:
 *
 *     SERVICES=… TEST_DATABASE_URL=… TEST_REDIS_URL=… TEST_KAFKA_BROKERS=… ./denow task soak [MINUTES]
 */
import { createBackends } from "../../testing/backends.ts";
import { createFaultDriver, seconds } from "../../testing/fault_driver.ts";
import { startLoad } from "../../testing/load.ts";
import { readTopic, textOf } from "../../testing/kafka.ts";
import { startProgram } from "../../testing/program.ts";
import { until } from "../../testing/until.ts";
import { reportGrowth } from "./leaks.ts";
import { randomFault } from "./random_fault.ts";
import { watchProcess } from "./samples.ts";

const MINUTES = Number(Deno.args[0] ?? 30);
const MINUTE_MS = 60_000;
const CLIENTS = 8;
const PAUSE_MS = 50;
const COMPLETE_WITHIN_MS = 60_000;

await using backends = await createBackends();
await using driver = createFaultDriver();
const env = { ...backends.env, TOKEN_TTL: `${MINUTES + 10}m` };
await using api = await startProgram({ env: { ...env, CONSUMER: "off" } });
await using consumer = await startProgram({ verb: "consume", env });
const { token } = await api.newUser();
const watches = [["serve", watchProcess(api.pid)], [
  "consume",
  watchProcess(consumer.pid),
]] as const;
const load = startLoad(api, { token, clients: CLIENTS, pauseMs: PAUSE_MS });

const started = performance.now();
for (let minute = 1; minute <= MINUTES; minute++) await soak(minute);
await load.stop();
for (const [, watch] of watches) watch.stop();

const { lost, repeated } = await compareRecords();
console.log(`${load.answered.size} answers; refused: ${JSON.stringify(load.refused)}`);
console.log(`lost: ${lost}, twice in the log: ${repeated}`);
const leaks = watches.filter(([process, { samples }]) => reportGrowth(process, samples));
for (const [process] of leaks) console.error(`${process} leaks`);
Deno.exitCode = lost + repeated + leaks.length > 0 ? 1 : 0;

/** Injects one fault and waits for the rest of the minute. */
async function soak(minute: number): Promise<void> {
  const { fault, services, seconds: count } = randomFault();
  const end = load.observe();
  await driver.during(fault, services, () => seconds(count));
  await seconds(Math.max(0, (started + minute * MINUTE_MS - performance.now()) / 1_000));
  const { answers, longestGapMs } = end();
  const gap = `longest gap ${Math.round(longestGapMs)} ms`;
  console.log(`${minute}: ${services.join(" and ")} ${fault.name} for ${count} s`);
  console.log(`  ${answers} answers, ${gap}; ${watches.map(heldBy).join("; ")}`);
}

function heldBy([process, { samples }]: (typeof watches)[number]): string {
  const { memory, descriptors } = samples.at(-1)!;
  return `${process} ${Math.round(memory / 2 ** 20)} MB, ${descriptors} descriptors`;
}

/** Counts answers missing from the log or the topic, and duplicate entries in the log. */
async function compareRecords(): Promise<{ lost: number; repeated: number }> {
  const { answered } = load;
  let logged: string[] = [];
  const isLogged = async () => {
    logged = (await api.entries(token)).map(({ id }) => id);
    return answered.isSubsetOf(new Set(logged));
  };
  await until("every answer is in the log", isLogged, COMPLETE_WITHIN_MS).catch(() => {});
  const events = await readTopic(backends.topic.settings);
  const published = new Set(events.map((event) => JSON.parse(textOf(event)).id));
  const recorded = new Set(logged).intersection(published);
  return {
    lost: answered.difference(recorded).size,
    repeated: logged.length - new Set(logged).size,
  };
}
