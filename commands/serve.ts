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
  summary: "Serve requests until Ctrl-C or SIGTERM (the default command)",
  async run(args) {
    const { values } = readArguments(args, {
      ...ADDRESS_FLAGS,
      "data-dir": { type: "string" },
      demo: { type: "boolean", default: false },
    });
    const settings = loadSettings(values);
    const config = values.demo ? { ...settings, ...demoSettings(settings) } : settings;
    if (values.demo && !LOOPBACK.test(config.host)) {
      throw new UsageError(
        `Cannot use --demo on ${config.host}: the password is public, so only loopback is allowed`,
      );
    }
    using _ = prepareDataDirectory(config);
    if (values.demo) await createDemoAccount(config);
    return await runUntilStopped({
      config,
      start: startServer,
      greeting: (address) => greeting(address, values.demo),
    });
  },
};

/** Settings that keep the demo, whose password is public, away from real data and secrets. */
function demoSettings(
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
    ? 'Sign in as "admin" with the password "password".'
    : `Create an account at ${address}/signup`;
  return `MathCalculator is running at ${address}\n${account}\nPress Ctrl-C to stop.`;
}
