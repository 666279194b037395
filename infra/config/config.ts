import type { LogLevel } from "../telemetry/logger.ts";

export const SASL_MECHANISMS = ["plain", "scram-sha-256", "scram-sha-512"] as const;
export type SaslMechanism = typeof SASL_MECHANISMS[number];

/** The service's settings after they have been read and checked. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Scheme and host under which clients reach the service, when a proxy hides it. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  /** A Postgres address; undefined for the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Certificates of the authorities that Postgres' own is checked against, in PEM. */
  readonly databaseCa: string | undefined;
  readonly databasePool: number;
  readonly redisUrl: string | undefined;
  readonly redisCa: string | undefined;
  /** Each `host:port`; none for no Kafka. */
  readonly kafkaBrokers: readonly string[];
  /** Further addresses that the brokers advertise. */
  readonly kafkaAllow: readonly string[];
  readonly kafkaTopic: string;
  /** Whether the topics are made when they are missing. */
  readonly kafkaCreateTopics: boolean;
  readonly kafkaGroup: string;
  readonly kafkaTls: boolean;
  readonly kafkaCa: string | undefined;
  readonly kafkaSasl: SaslMechanism | undefined;
  readonly kafkaUsername: string | undefined;
  readonly kafkaPassword: string | undefined;
  /** Whether this process stores the events of the topic in the database. */
  readonly consumer: boolean;
  readonly jwtSecret: string | undefined;
  readonly tokenTtlMs: number;
  readonly sessionTtlMs: number;
  readonly signup: boolean;
  readonly maxDigits: number;
  readonly computeWorkers: number;
  readonly timeLimitMs: number;
  readonly cacheBytes: number;
  /** Undefined: entries are kept for ever. */
  readonly logRetentionMs: number | undefined;
  /** Addresses or CIDR ranges whose `X-Forwarded-*` headers count. */
  readonly trustedProxies: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly allowInsecureCookies: boolean;
  readonly metricsToken: string | undefined;
  readonly logLevel: LogLevel;
  readonly logFormat: "json" | "text" | "auto";
}

/** Lifetime of the longest session that can be opened: revocations must be kept as long. */
export function longestSessionMs({ tokenTtlMs, sessionTtlMs }: Config): number {
  return Math.max(tokenTtlMs, sessionTtlMs);
}
