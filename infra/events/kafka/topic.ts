import type { EventTopic } from "../event_topic.ts";
import { createKafka, type KafkaSettings } from "./client.ts";
import { createKafkaConsumer } from "./consumer.ts";
import { createKafkaProducer } from "./producer.ts";
import { createKafkaTopics } from "./topics.ts";

/** The topic of a Kafka cluster. */
export function createKafkaTopic(settings: KafkaSettings): EventTopic {
  const { kafkaTopic: topic, kafkaGroup: group, kafkaCreateTopics: create } = settings;
  const kafka = createKafka(settings);
  return {
    createProducer: () => createKafkaProducer(kafka, topic),
    consume: (handle, onFailure) => createKafkaConsumer(kafka, { topic, group, handle, onFailure }),
    ...createKafkaTopics(kafka, { topic, group, create }),
  };
}
