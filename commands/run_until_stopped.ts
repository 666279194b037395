import type { Config } from "../infra/config/config.ts";
import type { Isolate } from "../infra/isolates/spawn.ts";
import type { SupervisorOptions } from "../infra/isolates/supervisor.ts";
import { EXIT, type ExitCode, print } from "./command.ts";

/** The whole drain, that of the isolates included. */
const STOP_MS = 10_000;

/** Starts isolates and lets them run until Ctrl-C or SIGTERM; a person is greeted. */
export async function runUntilStopped(
  config: Config,
  start: (options: SupervisorOptions) => Promise<Isolate>,
  greeting: (address: string) => string,
): Promise<ExitCode> {
  const isTerminal = Deno.stdout.isTerminal();
  const logFormat = config.logFormat !== "auto" ? config.logFormat : isTerminal ? "text" : "json";
  const signalled = stopSignal();
  const starting = start({ config, logFormat, onDeath: endProcess });
  const isolates = await Promise.race([starting, signalled]);
  if (!isolates) return EXIT.ok;
  if (isTerminal) print(greeting(isolates.address!));
  await signalled;
  return await stopWithin(STOP_MS, isolates.stop());
}

/** An isolate has died: nothing runs half alive. */
export function endProcess(reason: string): never {
  console.error(`mathcalculator: ${reason}`);
  Deno.exit(EXIT.failed);
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
