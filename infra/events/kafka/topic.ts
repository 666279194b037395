import type { EventTopic } from "../event_topic.ts";
import { createKafka, type KafkaSettings } from "./client.ts";
import { createKafkaConsumer } from "./consumer.ts";
import { swallowLateRejections } from "./swallow_late_rejections.ts";
import { createKafkaProducer } from "./producer.ts";
import { createKafkaTopics } from "./topics.ts";

/** A topic of a Kafka cluster. `onLateError` receives errors that belong to no call. */
export function createKafkaTopic(
  settings: KafkaSettings,
  onLateError: (error: unknown) => void = () => {},
): EventTopic {
  const { kafkaTopic: topic, kafkaGroup: group, kafkaCreateTopics: create } = settings;
  const stopSwallowing = swallowLateRejections(onLateError);
  const kafka = createKafka(settings);
  const topics = createKafkaTopics(kafka, { topic, group, create });
  return {
    createProducer: () => createKafkaProducer(kafka, topic),
    consume: (handle, options) =>
      createKafkaConsumer(kafka, { topic, group, handle, offsets: topics, ...options }),
    probe: topics.probe,
    lag: topics.lag,
    close: async () => {
      await topics.close();
      stopSwallowing();
    },
  };
}
