import type { Config } from "../infra/config/config.ts";
import { loadConfig } from "../infra/config/load_config.ts";
import { startIsolates } from "../infra/isolates/supervisor.ts";
import { readArguments } from "./arguments.ts";
import { createDemoAccount } from "./accounts.ts";
import { prepareDataDirectory } from "./data_directory.ts";
import { type Command, EXIT, type ExitCode, print, UsageError } from "./command.ts";

/** The whole drain, the server's own included. */
const STOP_MS = 10_000;
const LOOPBACK = /^(localhost|127\.[0-9.]+|::1)$/;

export const serve: Command = {
  name: "serve",
  usage: "[--host HOST] [--port PORT] [--data-dir DIR] [--demo]",
  summary: "Answer requests until Ctrl-C or SIGTERM (the default command)",
  async run(args) {
    const { values } = readArguments(args, {
      host: { type: "string" },
      port: { type: "string" },
      "data-dir": { type: "string" },
      demo: { type: "boolean", default: false },
    });
    const settings = loadConfig({
      ...(values.host !== undefined && { HOST: values.host }),
      ...(values.port !== undefined && { PORT: values.port }),
      ...(values["data-dir"] !== undefined && { DATA_DIR: values["data-dir"] }),
    });
    const config = values.demo ? { ...settings, ...demoData(settings) } : settings;
    if (values.demo && !LOOPBACK.test(config.host)) {
      throw new UsageError(
        `Cannot use --demo on ${config.host}: its password is public, so it only listens on loopback`,
      );
    }
    prepareDataDirectory(config);
    if (values.demo) await createDemoAccount(config);
    const isTerminal = Deno.stdout.isTerminal();
    const logFormat = config.logFormat !== "auto" ? config.logFormat : isTerminal ? "text" : "json";
    const signalled = stopSignal();
    const isolates = await startIsolates({ config, logFormat, onDeath: endProcess });
    if (isTerminal) print(greeting(isolates.address!, values.demo));
    await signalled;
    return await stopWithin(STOP_MS, isolates.stop());
  },
};

/** The demonstration's public password must not come along into the real data. */
function demoData({ dataDir }: Config): Pick<Config, "dataDir" | "databaseUrl"> {
  return { dataDir: `${dataDir}/demo`, databaseUrl: undefined };
}

/** An isolate has died: nothing runs half alive. */
export function endProcess(reason: string): never {
  console.error(`mathcalculator: ${reason}`);
  Deno.exit(EXIT.failed);
}

function greeting(address: string, demo: boolean): string {
  const account = demo
    ? 'The demonstration account is "admin" with the password "password".'
    : `Make an account at ${address}/signup`;
  return `MathCalculator is at ${address}\n${account}\nCtrl-C stops it.`;
}

function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => resolve());
  }
  return promise;
}

async function stopWithin(ms: number, stopped: Promise<void>): Promise<ExitCode> {
  const late = Promise.withResolvers<ExitCode>();
  const timer = setTimeout(() => {
    console.error(`mathcalculator: not everything ended within ${ms / 1000} s`);
    late.resolve(EXIT.failed);
  }, ms);
  const code = await Promise.race([stopped.then(() => EXIT.ok), late.promise]);
  clearTimeout(timer);
  return code;
}
