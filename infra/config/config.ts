import type { LogLevel } from "../telemetry/logger.ts";

export const SASL_MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;
export type SaslMechanism = typeof SASL_MECHANISMS[number];

export const SAMPLERS = [
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
  "always_on",
  "always_off",
  "traceidratio",
] as const;
export type SamplerName = typeof SAMPLERS[number];

/** The settings of the service, parsed and validated. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Scheme and host that clients use, if the service runs behind a proxy. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  /** With the password; undefined for the embedded database. */
  readonly databaseUrl: string | undefined;
  readonly databasePassword: string | undefined;
  /** CA certificates in PEM, as are the other `…Ca` settings. */
  readonly databaseCa: string | undefined;
  readonly databasePool: number;
  /** With the password. */
  readonly redisUrl: string | undefined;
  readonly redisPassword: string | undefined;
  readonly redisCa: string | undefined;
  /** Each as `host:port`; empty without Kafka. */
  readonly kafkaBrokers: readonly string[];
  /** Other addresses that the brokers advertise, each as `host:port`. */
  readonly kafkaAllow: readonly string[];
  readonly kafkaTopic: string;
  /** Whether missing topics are created. */
  readonly kafkaCreateTopics: boolean;
  readonly kafkaGroup: string;
  readonly kafkaTls: boolean;
  readonly kafkaCa: string | undefined;
  readonly kafkaSasl: SaslMechanism | undefined;
  readonly kafkaUsername: string | undefined;
  readonly kafkaPassword: string | undefined;
  /** Whether `serve` stores the events of the topic in the database. */
  readonly consumer: boolean;
  readonly jwtSecret: string | undefined;
  readonly tokenTtlMs: number;
  readonly sessionTtlMs: number;
  readonly sessionIdleTtlMs: number;
  readonly signup: boolean;
  readonly apiKeys: boolean;
  /** Whether visitors without an account are answered small questions. */
  readonly guests: boolean;
  readonly maxDigits: number;
  readonly computeWorkers: number;
  readonly timeLimitMs: number;
  /** Time limit of a calculation requested by MCP. */
  readonly mcpTimeLimitMs: number;
  readonly cacheBytes: number;
  /** Undefined if entries are kept forever. */
  readonly logRetentionMs: number | undefined;
  /** Bytes that a user may add to the request log on a day; undefined without a limit. */
  readonly logQuotaBytes: number | undefined;
  /** Small requests of one address in a second while others send some; undefined without a limit. */
  readonly addressRate: number | undefined;
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-*` headers are trusted. */
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly allowInsecureCookies: boolean;
  readonly metricsToken: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: "json" | "text" | "auto";
  /** Base address of an OpenTelemetry collector. */
  readonly otelEndpoint: string | undefined;
  /** Address of its receiver of traces, which has precedence. */
  readonly otelTracesEndpoint: string | undefined;
  /** Sent with each export, such as credentials. */
  readonly otelHeaders: Readonly<Record<string, string>> | undefined;
  readonly otelServiceName: string;
  readonly otelResourceAttributes: Readonly<Record<string, string>>;
  readonly otelSampler: SamplerName;
  /** Share of the traces that begin here and are recorded, for samplers with a ratio. */
  readonly otelSamplerRatio: number;
  readonly otelDisabled: boolean;
}
