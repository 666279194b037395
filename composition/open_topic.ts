import "../infra/isolates/empty_process_env.ts";
import { errorText } from "../domain/error_text.ts";
import type { Config } from "../infra/config/config.ts";
import type { EventTopic } from "../infra/events/event_topic.ts";
import type { Logger } from "../infra/telemetry/logger.ts";

/** The topic that is configured, if there is one; who has none does not wait for its client. */
export async function openTopic(
  config: Config,
  logger: Logger,
): Promise<EventTopic | undefined> {
  if (config.kafkaBrokers.length === 0) return undefined;
  const { createKafkaTopic } = await import("../infra/events/kafka/topic.ts");
  return createKafkaTopic(
    config,
    (error) => logger.warn("kafka_unhandled_rejection", { error: errorText(error) }),
  );
}
