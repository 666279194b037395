import assert from "node:assert/strict";
import { newTopic } from "../support/kafka.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { type ServeOptions, startProgram } from "../support/program.ts";
import { isIgnored, type ServiceName } from "../support/services.ts";
import { until } from "../support/until.ts";
import { createFaultDriver, type Fault, seconds } from "./fault_driver.ts";
import { assertRecorded } from "./records.ts";
import { startTraffic } from "./traffic.ts";

const CLIENTS = 16;
const LONGEST_GAP_MS = 2_000;
const SETTLE_SECONDS = 1;

export interface FaultCase {
  readonly fault: Fault;
  /** Those that fail together. */
  readonly services: readonly ServiceName[];
  readonly seconds: number;
  /** With SQLite, and a server that is its own consumer. */
  readonly isEmbedded?: boolean;
  /** Further variables of the server, such as REDIS_URL. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Lets services fail under the traffic of a server with Kafka and Postgres, beside which a consumer
 * runs. While a place to record is left every calculation is answered soon, and none is when none is
 * left; afterwards each answer is in the log once, and on the topic.
 */
export function testFault(faultCase: FaultCase): void {
  const { fault, services, seconds: lasting, isEmbedded = false } = faultCase;
  const isPlaceLeft = !(services.includes("postgres") && services.includes("kafka"));
  Deno.test({
    name: `${isEmbedded ? "SQLite" : "Postgres"} and Kafka: no answer is lost while ` +
      `${services.join(" and ")} ${services.length > 1 ? "are" : "is"} ${fault.name}`,
    ignore: isIgnored("kafka") || isIgnored("postgres"),
    fn: async (t) => {
      await using driver = createFaultDriver();
      await using running = await startPrograms(faultCase);
      const { program, topic } = running;
      const { token } = await program.newUser();
      const traffic = startTraffic(program, { token, clients: CLIENTS });
      await until("clients are answered", () => traffic.answered.size > CLIENTS);
      traffic.takeLongestGap();
      let during = 0;

      await driver.during(fault, services, async () => {
        await seconds(SETTLE_SECONDS);
        const before = traffic.answered.size;
        await seconds(lasting);
        during = traffic.answered.size - before;
      });
      const gap = traffic.takeLongestGap();
      const before = traffic.answered.size;
      await until("clients are answered again", () => traffic.answered.size > before + CLIENTS);
      await traffic.stop();

      await t.step(`${during} answers came meanwhile`, () => {
        assert.equal(during > 0, isPlaceLeft);
      });
      if (isPlaceLeft) {
        await t.step(`the longest gap was ${Math.round(gap)} ms, and nothing was refused`, () => {
          assert.ok(gap < LONGEST_GAP_MS);
          assert.deepEqual(traffic.refused, {});
        });
      }
      await t.step(
        `all ${traffic.answered.size} answers are in the log and on the topic`,
        () => assertRecorded(traffic.answered, { client: program, token, topic }),
      );
    },
  });
}

async function startPrograms({ isEmbedded, env }: FaultCase) {
  const topic = newTopic();
  await using stack = new AsyncDisposableStack();
  const start = async (options: ServeOptions) => stack.use(await startProgram(options));
  if (isEmbedded) {
    const program = await start({ env: { ...topic.env, ...env } });
    return { program, topic, ...disposableOf(stack.move()) };
  }
  const database = stack.use(await createTestDatabase());
  const stores = { ...topic.env, ...env, DATABASE_URL: database.url };
  const program = await start({ env: { ...stores, CONSUMER: "off" } });
  await start({ verb: "consume", env: stores });
  return { program, topic, ...disposableOf(stack.move()) };
}

function disposableOf(stack: AsyncDisposableStack): AsyncDisposable {
  return { [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
