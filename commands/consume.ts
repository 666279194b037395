import { ConfigError } from "../infra/config/parse_config.ts";
import { startConsumer } from "../composition/supervisor.ts";
import { readArguments } from "./shared/arguments.ts";
import type { ExitCode } from "./shared/command.ts";
import { runUntilStopped } from "./shared/run_until_stopped.ts";
import { ADDRESS_FLAGS, loadSettings } from "./shared/settings.ts";

export async function consume(args: readonly string[]): Promise<ExitCode> {
  const { values } = readArguments(args, ADDRESS_FLAGS);
  const config = loadSettings(values);
  const missing = [
    ...(config.kafkaBrokers.length === 0 ? ["KAFKA_BROKERS: required by consume"] : []),
    ...(config.databaseUrl === undefined
      ? ["DATABASE_URL: required by consume; serve writes the embedded database itself"]
      : []),
  ];
  if (missing.length > 0) throw new ConfigError(missing);
  return await runUntilStopped({
    config,
    start: startConsumer,
    greeting: (address) =>
      `Consuming ${config.kafkaTopic}; health at ${address}/health. Press Ctrl-C to stop.`,
  });
}
