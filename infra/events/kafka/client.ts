import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from "kafkajs";
import type { Config } from "../../config/config.ts";

export type KafkaSettings = Pick<
  Config,
  | "kafkaBrokers"
  | "kafkaTopic"
  | "kafkaCreateTopics"
  | "kafkaGroup"
  | "kafkaTls"
  | "kafkaCa"
  | "kafkaSasl"
  | "kafkaUsername"
  | "kafkaPassword"
>;

/** Timeout of one request to a broker. */
export const REQUEST_MS = 2_000;

/** Creates the factory of clients; a client connects at its first use. */
export function createKafka(settings: KafkaSettings): Kafka {
  return new Kafka(clientOptions(settings));
}

export function clientOptions(settings: KafkaSettings): KafkaConfig {
  const { kafkaBrokers, kafkaTls, kafkaCa } = settings;
  const sasl = signIn(settings);
  return {
    clientId: "mathcalculator",
    brokers: [...kafkaBrokers],
    ...(kafkaTls && { ssl: kafkaCa === undefined ? true : { ca: [kafkaCa] } }),
    ...(sasl && { sasl }),
    connectionTimeout: 1_000,
    authenticationTimeout: REQUEST_MS,
    requestTimeout: REQUEST_MS,
    retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: logLevel.NOTHING,
  };
}

function signIn(settings: KafkaSettings): SASLOptions | undefined {
  const { kafkaSasl: mechanism, kafkaUsername: username, kafkaPassword: password } = settings;
  if (mechanism === undefined || username === undefined || password === undefined) return undefined;
  return { mechanism, username, password };
}
