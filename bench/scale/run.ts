/**
 * Measures the CPU time per answer in the API process with Postgres, Redis, Kafka and a separate
 * consumer, and with the embedded default. The two alternate because the speed of the machine drifts.
 *
 *     TEST_DATABASE_URL=… TEST_REDIS_URL=… TEST_KAFKA_BROKERS=… ./denow task bench:scale
 */
import { measureRounds, withFolder } from "../serving/comparison.ts";
import { conditions } from "../serving/conditions.ts";
import { readFlags } from "../serving/flags.ts";
import { median, ratio, table } from "../serving/report.ts";
import { createService } from "../serving/service_contender.ts";
import { requireServices } from "./require_services.ts";
import { createScaled } from "./scaled_contender.ts";

const GOAL = 1.6;

const flags = readFlags();
requireServices();
await withFolder(async (folder, signal) => {
  const embedded = createService(folder, flags.binary);
  const scaled = createScaled(flags.binary);
  const results = await measureRounds([embedded, scaled], { ...flags, signal });

  console.log(table(results, [embedded.name]));
  const consumer = median(
    results.get(scaled.name)!.map(({ helperCpuUsPerAnswer }) => helperCpuUsPerAnswer),
  );
  console.log(`\nSeparate consumer: ${consumer.toFixed(1)} µs CPU/answer`);
  const share = ratio(results, { name: scaled.name, peer: embedded.name, of: "cpuUsPerAnswer" });
  const verdict = share <= GOAL ? "reached" : "missed";
  console.log(
    `CPU per answer in the API process: ${share.toFixed(2)} × the embedded default ` +
      `(goal: at most ${GOAL}, ${verdict})`,
  );
  console.log(`\n${await conditions(folder, flags, "Postgres, Redis and Kafka on this machine")}`);
});
