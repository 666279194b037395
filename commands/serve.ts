import type { Config } from "../infra/config/config.ts";
import { startServer } from "../composition/supervisor.ts";
import { readArguments } from "./shared/arguments.ts";
import { prepareDataDirectory } from "./shared/data_directory.ts";
import { type ExitCode, UsageError } from "./shared/command.ts";
import { runUntilStopped } from "./shared/run_until_stopped.ts";
import { ADDRESS_FLAGS, loadSettings } from "./shared/settings.ts";

const LOOPBACK = /^(localhost|127\.[0-9.]+|::1)$/;

export async function serve(args: readonly string[]): Promise<ExitCode> {
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
  if (values.demo) {
    const { createDemoAccount } = await import("./shared/accounts.ts");
    await createDemoAccount(config);
  }
  return await runUntilStopped({
    config,
    start: startServer,
    greeting: (address) => greeting(address, values.demo),
  });
}

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
