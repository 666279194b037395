import { ConfigError } from "../infra/config/parse_config.ts";
import { startConsumer } from "../composition/supervisor.ts";
import { readArguments } from "./shared/arguments.ts";
import type { Command } from "./shared/command.ts";
import { runUntilStopped } from "./shared/run_until_stopped.ts";
import { ADDRESS_FLAGS, loadSettings } from "./shared/settings.ts";

export const consume: Command = {
  name: "consume",
  usage: "[--host HOST] [--port PORT]",
  summary: "Store the events of Kafka in Postgres, until Ctrl-C or SIGTERM",
  async run(args) {
    const { values } = readArguments(args, ADDRESS_FLAGS);
    const config = loadSettings(values);
    const missing = [
      ...(config.kafkaBrokers.length === 0 ? ["KAFKA_BROKERS: is needed to consume events"] : []),
      ...(config.databaseUrl === undefined
        ? ["DATABASE_URL: is needed to consume events; serve fills the embedded database itself"]
        : []),
    ];
    if (missing.length > 0) throw new ConfigError(missing);
    return await runUntilStopped(
      config,
      startConsumer,
      (address) => `The consumer of ${config.kafkaTopic} tells about itself at ${address}/health`,
    );
  },
};
