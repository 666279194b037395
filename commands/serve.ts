import type { Config } from "../infra/config/config.ts";
import { startServer } from "../composition/supervisor.ts";
import { readArguments } from "./shared/arguments.ts";
import { createDemoAccount } from "./shared/accounts.ts";
import { prepareDataDirectory } from "./shared/data_directory.ts";
import { type Command, UsageError } from "./shared/command.ts";
import { runUntilStopped } from "./shared/run_until_stopped.ts";
import { ADDRESS_FLAGS, loadSettings } from "./shared/settings.ts";

const LOOPBACK = /^(localhost|127\.[0-9.]+|::1)$/;

export const serve: Command = {
  name: "serve",
  usage: "[--host HOST] [--port PORT] [--data-dir DIR] [--demo]",
  summary: "Answer requests until Ctrl-C or SIGTERM (the default command)",
  async run(args) {
    const { values } = readArguments(args, {
      ...ADDRESS_FLAGS,
      "data-dir": { type: "string" },
      demo: { type: "boolean", default: false },
    });
    const settings = loadSettings(values);
    const config = values.demo ? { ...settings, ...demoData(settings) } : settings;
    if (values.demo && !LOOPBACK.test(config.host)) {
      throw new UsageError(
        `Cannot use --demo on ${config.host}: its password is public, so it only listens on loopback`,
      );
    }
    prepareDataDirectory(config);
    if (values.demo) await createDemoAccount(config);
    return await runUntilStopped(
      config,
      startServer,
      (address) => greeting(address, values.demo),
    );
  },
};

/** Nobody who knows the demonstration's public password gets near the real data with it. */
function demoData(
  { dataDir }: Config,
): Pick<Config, "dataDir" | "databaseUrl" | "redisUrl" | "kafkaBrokers" | "jwtSecret"> {
  return {
    dataDir: `${dataDir}/demo`,
    databaseUrl: undefined,
    redisUrl: undefined,
    kafkaBrokers: [],
    jwtSecret: undefined,
  };
}

function greeting(address: string, demo: boolean): string {
  const account = demo
    ? 'The demonstration account is "admin" with the password "password".'
    : `Make an account at ${address}/signup`;
  return `MathCalculator is at ${address}\n${account}\nCtrl-C stops it.`;
}
