import { LOG_LEVELS } from "../telemetry/logger.ts";
import { type Config, SASL_MECHANISMS } from "./config.ts";
import {
  broker,
  choice,
  duration,
  host,
  hostAndPort,
  integer,
  ipRange,
  list,
  origin,
  pem,
  postgresUrl,
  type Reader,
  redisUrl,
  text,
  topicName,
} from "./readers.ts";

export interface Option<Value = unknown> {
  /** The environment variable. */
  readonly name: string;
  /** Its text when it is not set; undefined for none. */
  readonly fallback: string | undefined;
  readonly read: Reader<Value>;
  readonly description: string;
  /** May come from the file that NAME_FILE names. */
  readonly file?: boolean;
  /** Hidden when shown; may come from a file as well. */
  readonly secret?: boolean;
}

type Options = { readonly [Key in keyof Config]: Option<Config[Key]> };

const onOff: Reader<boolean> = (value) => choice("on", "off")(value) === "on";

/** Every setting of the service, in the order in which it is documented. */
export const OPTIONS: Options = {
  host: {
    name: "HOST",
    fallback: "127.0.0.1",
    read: host,
    description: "Address to listen on",
  },
  port: {
    name: "PORT",
    fallback: "8000",
    read: integer(0, 65_535),
    description: "Port to listen on; 0 takes a free one",
  },
  publicUrl: {
    name: "PUBLIC_URL",
    fallback: undefined,
    read: origin,
    description: "Address under which clients reach the service, when a proxy stands before it",
  },
  dataDir: {
    name: "DATA_DIR",
    fallback: "./data",
    read: text(),
    description: "Directory of the embedded database",
  },
  databaseUrl: {
    name: "DATABASE_URL",
    fallback: undefined,
    read: postgresUrl,
    description: "Postgres, as postgres://user:password@host/database; embedded SQLite without it",
    secret: true,
  },
  databaseCa: {
    name: "DATABASE_CA",
    fallback: undefined,
    read: pem,
    description:
      "Certificates to trust for Postgres; with them sslmode is verify-full unless it is set",
    file: true,
  },
  databasePool: {
    name: "DATABASE_POOL",
    fallback: "10",
    read: integer(2, 1000),
    description: "Connections to Postgres",
  },
  redisUrl: {
    name: "REDIS_URL",
    fallback: undefined,
    read: redisUrl,
    description: "Redis, as redis://user:password@host/0, or rediss:// with TLS",
    secret: true,
  },
  redisCa: {
    name: "REDIS_CA",
    fallback: undefined,
    read: pem,
    description: "Certificates that the one of Redis is checked against",
    file: true,
  },
  kafkaBrokers: {
    name: "KAFKA_BROKERS",
    fallback: "",
    read: list(broker),
    description: "All brokers of Kafka, as host:port separated by commas; no events without them",
  },
  kafkaAllow: {
    name: "KAFKA_ALLOW",
    fallback: "",
    read: list(hostAndPort),
    description: "Further addresses that the brokers advertise, as host:port separated by commas",
  },
  kafkaTopic: {
    name: "KAFKA_TOPIC",
    fallback: "apilogs",
    read: topicName,
    description: "Topic of the events; what cannot be stored goes to the one with .dead behind it",
  },
  kafkaCreateTopics: {
    name: "KAFKA_CREATE_TOPICS",
    fallback: "on",
    read: onOff,
    description: "Whether topics that are missing are made: on or off",
  },
  kafkaGroup: {
    name: "KAFKA_GROUP",
    fallback: "mathcalculator",
    read: text(),
    description: "Group of the consumers that store events in the database",
  },
  kafkaTls: {
    name: "KAFKA_TLS",
    fallback: "off",
    read: onOff,
    description: "Whether connections to Kafka are encrypted: on or off",
  },
  kafkaCa: {
    name: "KAFKA_CA",
    fallback: undefined,
    read: pem,
    description: "Certificates that those of the brokers are checked against",
    file: true,
  },
  kafkaSasl: {
    name: "KAFKA_SASL",
    fallback: undefined,
    read: choice(...SASL_MECHANISMS),
    description: `How to sign in to Kafka: ${SASL_MECHANISMS.join(", ")}; not at all without it`,
  },
  kafkaUsername: {
    name: "KAFKA_USERNAME",
    fallback: undefined,
    read: text(),
    description: "Name to sign in to Kafka with",
  },
  kafkaPassword: {
    name: "KAFKA_PASSWORD",
    fallback: undefined,
    read: text(),
    description: "Password to sign in to Kafka with",
    secret: true,
  },
  consumer: {
    name: "CONSUMER",
    fallback: "on",
    read: onOff,
    description: "Whether serve stores the events too, beside mathcalculator consume: on or off",
  },
  jwtSecret: {
    name: "JWT_SECRET",
    fallback: undefined,
    read: text(32),
    description: "Secret that signs tokens; without it one is made and kept in the database",
    secret: true,
  },
  tokenTtlMs: {
    name: "TOKEN_TTL",
    fallback: "1h",
    read: duration("1s"),
    description: "How long a bearer token lasts",
  },
  sessionTtlMs: {
    name: "SESSION_TTL",
    fallback: "30d",
    // Browsers keep no cookie for longer.
    read: duration("1s", "400d"),
    description: "How long a browser stays signed in",
  },
  signup: {
    name: "SIGNUP",
    fallback: "open",
    read: (value) => choice("open", "closed")(value) === "open",
    description: "Whether people may make accounts themselves: open or closed",
  },
  maxDigits: {
    name: "MAX_DIGITS",
    fallback: "10000000",
    // V8's BigInt ends at 2^30 bits.
    read: integer(1, 300_000_000),
    description: "Digits that a result may have",
  },
  computeWorkers: {
    name: "COMPUTE_WORKERS",
    fallback: undefined,
    read: integer(1, 256),
    description: "Isolates for large calculations; by default the cores but one, at least 1",
  },
  timeLimitMs: {
    name: "TIME_LIMIT",
    fallback: "30s",
    // Timers know no longer time.
    read: duration("1ms", "24d"),
    description: "How long one calculation may take",
  },
  cacheBytes: {
    name: "CACHE_MB",
    fallback: "64",
    read: (value) => integer(0, 65_536)(value) * 2 ** 20,
    description: "Megabytes of results kept in memory",
  },
  logRetentionMs: {
    name: "LOG_RETENTION",
    fallback: undefined,
    read: duration("1m"),
    description: "Age at which entries of the request log are deleted; by default never",
  },
  trustedProxies: {
    name: "TRUSTED_PROXIES",
    fallback: "",
    read: list(ipRange),
    description: "Proxies whose X-Forwarded-For, -Proto and -Host count, separated by commas",
  },
  corsOrigins: {
    name: "CORS_ORIGINS",
    fallback: "",
    read: list(origin),
    description: "Origins of other sites whose scripts may call the service, separated by commas",
  },
  allowInsecureCookies: {
    name: "ALLOW_INSECURE_COOKIES",
    fallback: "off",
    read: onOff,
    description: "Whether browsers may sign in over plain http from other machines: on or off",
  },
  metricsToken: {
    name: "METRICS_TOKEN",
    fallback: undefined,
    read: text(),
    description: "Bearer token that /metrics asks for; without it anyone may read them",
    secret: true,
  },
  logLevel: {
    name: "LOG_LEVEL",
    fallback: "info",
    read: choice(...LOG_LEVELS),
    description: "Least level of the application log: debug, info, warn or error",
  },
  logFormat: {
    name: "LOG_FORMAT",
    fallback: "auto",
    read: choice("json", "text", "auto"),
    description: "json, text, or auto: text on a terminal, otherwise json",
  },
};

/** The variable with the path of an option's file, if it may come from one. */
export function fileVariable({ name, file, secret }: Option): string | undefined {
  return file || secret ? `${name}_FILE` : undefined;
}

/** The environment variables that are read, those that name a file included. */
export const VARIABLES: readonly string[] = Object.values(OPTIONS).flatMap((option) =>
  [option.name, fileVariable(option)].filter((name) => name !== undefined)
);
