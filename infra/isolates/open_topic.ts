import "./process_env.ts";
import type { Config } from "../config/config.ts";
import type { EventTopic } from "../events/event_topic.ts";

/** The topic that is configured, if there is one; who has none does not wait for its client. */
export async function openTopic(config: Config): Promise<EventTopic | undefined> {
  if (config.kafkaBrokers.length === 0) return undefined;
  const { createKafkaTopic } = await import("../events/kafka/topic.ts");
  return createKafkaTopic(config);
}
