import type { LogLevel } from "../telemetry/logger.ts";

/** The service's settings after they have been read and checked. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Scheme and host under which clients reach the service, when a proxy hides it. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
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
