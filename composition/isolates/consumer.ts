import "../../infra/isolates/empty_process_env.ts";
import type { Config } from "../../infra/config/config.ts";
import { createLogger } from "../../infra/telemetry/logger.ts";
import { writeLines } from "../../infra/telemetry/stdout.ts";
import { createConsumerService } from "../consumer_service.ts";
import type { Deadline } from "../../infra/async/deadline.ts";
import { serveIsolate } from "../../infra/isolates/isolate.ts";
import { listenWhenStarted } from "../listen_when_started.ts";
import { openDatabase } from "../open_database.ts";
import { openTopic } from "../open_topic.ts";

export interface ConsumerStart {
  readonly config: Config;
  readonly logFormat: "json" | "text";
}

serveIsolate<ConsumerStart>(async ({ config, logFormat }) => {
  const logger = createLogger({ level: config.logLevel, format: logFormat, write: writeLines });
  const database = await openDatabase(config, undefined);
  const topic = await openTopic(config, logger);
  const service = createConsumerService({ config, database, topic: topic!, logger });
  const started = service.start();
  const listener = await listenWhenStarted(config, { service, started, logger });

  async function stop(deadline: Deadline): Promise<void> {
    logger.info("stopping");
    await deadline.wait(Promise.all([listener.shutdown(), service.stop()]));
    logger.info("stopped");
    logger.flush();
  }

  return { address: listener.address, started, stop };
});
