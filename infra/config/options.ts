import { LOG_LEVELS } from "../telemetry/logger.ts";
import { type Config, SAMPLERS, SASL_MECHANISMS } from "./config.ts";
import {
  broker,
  choice,
  duration,
  host,
  hostAndPort,
  integer,
  ipRange,
  keyValuePairs,
  list,
  origin,
  orOff,
  pem,
  postgresUrl,
  ratio,
  type Reader,
  redisUrl,
  text,
  topicName,
  webAddress,
} from "./readers.ts";

/** One setting. Its environment variable is `name`. */
export type Option<Value = unknown> = OptionBase<Value> & (PlainOption | FileOption);

interface OptionBase<Value> {
  readonly name: string;
  readonly read: Reader<Value>;
  readonly description: string;
}

interface PlainOption {
  /** Text used if the variable is empty or not set; if undefined, the value is undefined. */
  readonly fallback: string | undefined;
  readonly fromFile?: undefined;
}

/** A setting that can be read from the file named by NAME_FILE, and whose value is never shown. */
interface FileOption {
  readonly fromFile: "secret" | "certificates";
  readonly fallback?: undefined;
}

type Options = { readonly [Key in keyof Config]: Option<Config[Key]> };

const onOff: Reader<boolean> = (value) => choice("on", "off")(value) === "on";

/** All settings, in the order of the documentation. */
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
    description: "Port to listen on; 0 picks a free one",
  },
  publicUrl: {
    name: "PUBLIC_URL",
    fallback: undefined,
    read: webAddress,
    description: "Public address of the service, if it runs behind a proxy; may have a path",
  },
  dataDir: {
    name: "DATA_DIR",
    fallback: "./data",
    read: text(),
    description: "Directory of the embedded database",
  },
  databaseUrl: {
    name: "DATABASE_URL",
    fromFile: "secret",
    read: postgresUrl,
    description: "Postgres, as postgres://user:password@host/database; embedded SQLite if not set",
  },
  databasePassword: {
    name: "DATABASE_PASSWORD",
    fromFile: "secret",
    read: text(),
    description: "Password for Postgres, if DATABASE_URL has none",
  },
  databaseCa: {
    name: "DATABASE_CA",
    fromFile: "certificates",
    read: pem,
    description: "CA certificates for verifying Postgres; if set, sslmode defaults to verify-full",
  },
  databasePool: {
    name: "DATABASE_POOL",
    fallback: "10",
    read: integer(2, 1000),
    description: "Maximum number of connections to Postgres",
  },
  redisUrl: {
    name: "REDIS_URL",
    fromFile: "secret",
    read: redisUrl,
    description: "Redis, as redis://user:password@host/0, or rediss:// for TLS",
  },
  redisPassword: {
    name: "REDIS_PASSWORD",
    fromFile: "secret",
    read: text(),
    description: "Password for Redis, if REDIS_URL has none",
  },
  redisCa: {
    name: "REDIS_CA",
    fromFile: "certificates",
    read: pem,
    description: "CA certificates for verifying Redis",
  },
  kafkaBrokers: {
    name: "KAFKA_BROKERS",
    fallback: "",
    read: list(broker),
    description: "All Kafka brokers, as host:port separated by commas; no events if not set",
  },
  kafkaAllow: {
    name: "KAFKA_ALLOW",
    fallback: "",
    read: list(hostAndPort),
    description: "Other addresses that the brokers advertise, as host:port separated by commas",
  },
  kafkaTopic: {
    name: "KAFKA_TOPIC",
    fallback: "apilogs",
    read: topicName,
    description: "Topic of the events; dead letters go to the topic with the suffix .dead",
  },
  kafkaCreateTopics: {
    name: "KAFKA_CREATE_TOPICS",
    fallback: "on",
    read: onOff,
    description: "Whether to create missing topics: on or off",
  },
  kafkaGroup: {
    name: "KAFKA_GROUP",
    fallback: "mathcalculator",
    read: text(),
    description: "Consumer group that stores the events in the database",
  },
  kafkaTls: {
    name: "KAFKA_TLS",
    fallback: "off",
    read: onOff,
    description: "Whether to connect to Kafka with TLS: on or off",
  },
  kafkaCa: {
    name: "KAFKA_CA",
    fromFile: "certificates",
    read: pem,
    description: "CA certificates for verifying the Kafka brokers",
  },
  kafkaSasl: {
    name: "KAFKA_SASL",
    fallback: undefined,
    read: choice(...SASL_MECHANISMS),
    description: `SASL mechanism: ${SASL_MECHANISMS.join(", ")}; no authentication if not set`,
  },
  kafkaUsername: {
    name: "KAFKA_USERNAME",
    fallback: undefined,
    read: text(),
    description: "User name for SASL",
  },
  kafkaPassword: {
    name: "KAFKA_PASSWORD",
    fromFile: "secret",
    read: text(),
    description: "Password for SASL",
  },
  consumer: {
    name: "CONSUMER",
    fallback: "on",
    read: onOff,
    description: "Whether serve also stores the events, like mathcalculator consume: on or off",
  },
  jwtSecret: {
    name: "JWT_SECRET",
    fromFile: "secret",
    read: text(32),
    description: "Secret for signing tokens; if not set, one is generated and kept in the database",
  },
  tokenTtlMs: {
    name: "TOKEN_TTL",
    fallback: "1h",
    read: duration("1s"),
    description: "Lifetime of a bearer token",
  },
  sessionTtlMs: {
    name: "SESSION_TTL",
    fallback: "30d",
    // Browsers cap the lifetime of a cookie at 400 days.
    read: duration("1s", "400d"),
    description: "Lifetime of a browser session",
  },
  sessionIdleTtlMs: {
    name: "SESSION_IDLE_TTL",
    fallback: "7d",
    read: duration("1s", "400d"),
    description: "Time without a request after which a browser session ends",
  },
  signup: {
    name: "SIGNUP",
    fallback: "open",
    read: (value) => choice("open", "closed")(value) === "open",
    description: "Whether anyone can create an account: open or closed",
  },
  apiKeys: {
    name: "API_KEYS",
    fallback: "on",
    read: onOff,
    description: "Whether API keys can be created and used: on or off",
  },
  guests: {
    name: "GUESTS",
    fallback: undefined,
    read: onOff,
    description:
      "Whether the pages answer small questions without an account: on or off; by default only on loopback",
  },
  maxDigits: {
    name: "MAX_DIGITS",
    fallback: "10000000",
    // A BigInt of V8 has at most 2^30 bits.
    read: integer(1, 300_000_000),
    description: "Maximum number of digits of a result",
  },
  computeWorkers: {
    name: "COMPUTE_WORKERS",
    fallback: undefined,
    read: integer(1, 256),
    description: "Number of isolates for large calculations; by default one fewer than cores",
  },
  timeLimitMs: {
    name: "TIME_LIMIT",
    fallback: "30s",
    // setTimeout overflows beyond 24.8 days.
    read: duration("1ms", "24d"),
    description: "Time limit of one calculation",
  },
  mcpTimeLimitMs: {
    name: "MCP_TIME_LIMIT",
    fallback: "10s",
    read: duration("1ms", "24d"),
    description: "Time limit of one calculation for a language model; TIME_LIMIT applies, too",
  },
  cacheBytes: {
    name: "CACHE_MB",
    fallback: "64",
    read: (value) => integer(0, 65_536)(value) * 2 ** 20,
    description: "Size of the result cache in memory, in MiB",
  },
  logRetentionMs: {
    name: "LOG_RETENTION",
    fallback: undefined,
    read: duration("1m"),
    description: "Age at which request log entries are deleted; kept forever if not set",
  },
  logQuotaBytes: {
    name: "LOG_QUOTA_MB",
    fallback: "1024",
    read: orOff((value) => integer(1, 1_000_000)(value) * 2 ** 20),
    description: "MiB that a user may add to the request log on a day, or off",
  },
  addressRate: {
    name: "ADDRESS_RATE",
    fallback: "2000",
    read: orOff(integer(1, 1_000_000)),
    description: "Small requests of one address in a second while others send requests, or off",
  },
  trustedProxies: {
    name: "TRUSTED_PROXIES",
    fallback: "",
    read: list(ipRange),
    description: "Proxies whose X-Forwarded-For, -Proto and -Host are trusted, separated by commas",
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
    description: "Whether browsers on other machines may sign in over plain HTTP: on or off",
  },
  metricsToken: {
    name: "METRICS_TOKEN",
    fromFile: "secret",
    read: text(),
    description: "Bearer token required for /metrics; if not set, /metrics is public",
  },
  logLevel: {
    name: "LOG_LEVEL",
    fallback: "info",
    read: choice(...LOG_LEVELS),
    description: "Minimum level of the application log: debug, info, warn or error",
  },
  logFormat: {
    name: "LOG_FORMAT",
    fallback: "auto",
    read: choice("json", "text", "auto"),
    description:
      "Format of the application log: json, text, or auto: text on a terminal, otherwise json",
  },
  otelEndpoint: {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    fallback: undefined,
    read: webAddress,
    description:
      "OpenTelemetry collector that receives traces at /v1/traces below this address; no tracing " +
      "if neither this nor the next is set",
  },
  otelTracesEndpoint: {
    name: "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    fallback: undefined,
    read: webAddress,
    description: "Address of the collector's receiver of traces, instead of the one above",
  },
  otelHeaders: {
    name: "OTEL_EXPORTER_OTLP_HEADERS",
    fromFile: "secret",
    read: keyValuePairs,
    description: "Headers sent to the collector, as name=value separated by commas",
  },
  otelServiceName: {
    name: "OTEL_SERVICE_NAME",
    fallback: "mathcalculator",
    read: text(),
    description: "Name of the service in traces",
  },
  otelResourceAttributes: {
    name: "OTEL_RESOURCE_ATTRIBUTES",
    fallback: "",
    read: keyValuePairs,
    description: "Attributes of all spans, as name=value separated by commas",
  },
  otelSampler: {
    name: "OTEL_TRACES_SAMPLER",
    fallback: "parentbased_always_on",
    read: choice(...SAMPLERS),
    description:
      "Which traces are recorded: always_on, always_off or traceidratio, or one of them with " +
      "parentbased_ in front, which leaves the choice to a caller that sends traceparent",
  },
  otelSamplerRatio: {
    name: "OTEL_TRACES_SAMPLER_ARG",
    fallback: "1",
    read: ratio,
    description: "Share of the traces that traceidratio records, from 0 to 1",
  },
  otelDisabled: {
    name: "OTEL_SDK_DISABLED",
    fallback: "false",
    read: (value) => choice("true", "false")(value) === "true",
    description: "Whether tracing is off whatever the other settings say",
  },
};

/** The variable that names an option's file, if the option can be read from one. */
export function fileVariable({ name, fromFile }: Option): string | undefined {
  return fromFile && `${name}_FILE`;
}

/** All environment variables of the program, including those that name a file. */
export const VARIABLES: readonly string[] = Object.values(OPTIONS).flatMap((option) =>
  [option.name, fileVariable(option)].filter((name) => name !== undefined)
);
