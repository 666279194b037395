import "./process_env.ts";
import type { Config } from "../config/config.ts";
import { createLogger } from "../telemetry/logger.ts";
import { writeLines } from "../telemetry/stdout.ts";
import { createConsumerService } from "./consumer_service.ts";
import { serveIsolate } from "./isolate.ts";
import { listen } from "./listener.ts";
import { openDatabase } from "./open_database.ts";
import { openTopic } from "./open_topic.ts";

export interface ConsumerStart {
  readonly config: Config;
  readonly logFormat: "json" | "text";
}

/** Requests are short here: who has not got an answer by then does not read it. */
const CUT_MS = 2_000;

serveIsolate<ConsumerStart>(async ({ config, logFormat }) => {
  const logger = createLogger({ level: config.logLevel, format: logFormat, write: writeLines });
  const database = await openDatabase(config, undefined);
  const topic = await openTopic(config, logger);
  const service = createConsumerService({ config, database, topic: topic!, logger });
  await service.start();
  const listener = listen(config, { handler: service.fetch, logger });

  async function stop(): Promise<void> {
    logger.info("stopping");
    await Promise.all([listener.shutdown(CUT_MS), service.stop()]);
    logger.info("stopped");
    logger.flush();
  }

  return { address: listener.address, stop };
});
