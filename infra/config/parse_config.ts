import { errorText } from "../../domain/error_text.ts";
import type { Config } from "./config.ts";
import { type Option, OPTIONS } from "./options.ts";
import { hasPassword, withPassword } from "./url_password.ts";

/** All problems of a configuration, each beginning with the variable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Cannot use the configuration:\n${problems.map((line) => `  ${line}`).join("\n")}`);
    this.problems = problems;
  }
}

/**
 * Reads the settings from variables by name; an empty text counts as not set. Throws a ConfigError
 * with all problems, including the earlier ones passed in.
 */
export function parseConfig(
  variables: Readonly<Record<string, string | undefined>>,
  cores: number,
  earlierProblems: readonly string[] = [],
): Config {
  const problems = [...earlierProblems];
  const entries = Object.entries(OPTIONS).map(([key, option]) => {
    try {
      return [key, readOption(option, variables)];
    } catch (error) {
      problems.push(describe(option, variables[option.name], error));
      return [key, undefined];
    }
  });
  const config: Config = Object.fromEntries(entries);
  if (problems.length === 0) problems.push(...contradictions(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...config,
    databaseUrl: withPassword(config.databaseUrl, config.databasePassword),
    redisUrl: withPassword(config.redisUrl, config.redisPassword),
    computeWorkers: config.computeWorkers ?? Math.max(1, cores - 1),
    guests: config.guests ?? isPrivate(config),
  };
}

/** Whether only this machine reaches the service. */
function isPrivate({ host, publicUrl, trustedProxies }: Config): boolean {
  const isDirect = publicUrl === undefined && trustedProxies.length === 0;
  return isDirect && /^(localhost|127\.[0-9.]+|::1)$/.test(host);
}

/** Problems of settings that are valid individually but not together. */
function contradictions(config: Config): string[] {
  const problems = [...passwordProblems(config, "database"), ...passwordProblems(config, "redis")];
  if (config.kafkaSasl !== undefined) {
    for (const key of ["kafkaUsername", "kafkaPassword"] as const) {
      if (config[key] === undefined) {
        problems.push(`${OPTIONS[key].name}: required if KAFKA_SASL is set`);
      }
    }
  } else if (config.kafkaPassword !== undefined) {
    problems.push("KAFKA_SASL: required if KAFKA_PASSWORD is set");
  }
  if (config.kafkaCa !== undefined && !config.kafkaTls) {
    problems.push("KAFKA_TLS: must be on if KAFKA_CA is set");
  }
  if (config.redisCa !== undefined && !config.redisUrl?.startsWith("rediss:")) {
    problems.push("REDIS_URL: must begin with rediss:// if REDIS_CA is set");
  }
  if (config.kafkaBrokers.length > 0 && !config.consumer && config.databaseUrl === undefined) {
    problems.push(
      "CONSUMER: must be on with the embedded database, which no other process can write",
    );
  }
  return problems;
}

function passwordProblems(config: Config, server: "database" | "redis"): string[] {
  const url = config[`${server}Url`];
  if (config[`${server}Password`] === undefined) return [];
  const variable = OPTIONS[`${server}Url`].name;
  const password = OPTIONS[`${server}Password`].name;
  if (url === undefined) return [`${variable}: required if ${password} is set`];
  if (hasPassword(url)) return [`${password}: not allowed if ${variable} has a password`];
  return [];
}

function readOption(
  option: Option,
  variables: Readonly<Record<string, string | undefined>>,
): unknown {
  const text = variables[option.name] || option.fallback;
  return text === undefined ? undefined : option.read(text);
}

function describe(option: Option, text: string | undefined, error: unknown): string {
  const shown = option.fromFile === "secret" ? "the secret" : JSON.stringify(text);
  return `${option.name}: cannot use ${shown}: ${errorText(error)}`;
}
