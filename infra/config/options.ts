import { LOG_LEVELS } from "../telemetry/logger.ts";
import type { Config } from "./config.ts";
import {
  choice,
  duration,
  host,
  integer,
  ipRange,
  list,
  origin,
  type Reader,
  text,
} from "./readers.ts";

export interface Option<Value = unknown> {
  /** The environment variable. */
  readonly name: string;
  /** Its text when it is not set; undefined for none. */
  readonly fallback: string | undefined;
  readonly read: Reader<Value>;
  readonly description: string;
  /** Hidden when shown, and may come from the file that NAME_FILE names. */
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

/** The environment variables that are read, those that name a secret's file included. */
export const VARIABLES: readonly string[] = Object.values(OPTIONS).flatMap(({ name, secret }) =>
  secret ? [name, `${name}_FILE`] : [name]
);
