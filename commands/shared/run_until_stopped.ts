import type { Config } from "../../infra/config/config.ts";
import { deadlineIn } from "../../infra/async/deadline.ts";
import type { Isolate } from "../../infra/isolates/spawn.ts";
import type { SupervisorOptions } from "../../composition/supervisor.ts";
import { EXIT, type ExitCode, print } from "./command.ts";

/** Time from the signal to the exit: many supervisors kill a process after 10 s. */
const STOP_MS = 9_500;

/** Time reserved for reporting that an isolate did not stop. */
const REPORT_MS = 250;

export interface RunOptions {
  readonly config: Config;
  readonly start: (options: SupervisorOptions) => Promise<Isolate>;
  /** Printed on a terminal once the service is listening. */
  readonly greeting: (address: string) => string;
}

/** Starts isolates and runs them until Ctrl-C, SIGTERM or SIGHUP. */
export async function runUntilStopped(
  { config, start, greeting }: RunOptions,
): Promise<ExitCode> {
  const isTerminal = Deno.stdout.isTerminal();
  const logFormat = config.logFormat !== "auto" ? config.logFormat : isTerminal ? "text" : "json";
  const stopSignal = nextStopSignal();
  const starting = start({ config, logFormat, onDeath: exitOnDeath });
  const isolates = await Promise.race([starting, stopSignal]);
  if (!isolates) return EXIT.ok;
  if (isTerminal) print(greeting(isolates.address!));
  await stopSignal;
  const deadline = deadlineIn(STOP_MS);
  if (await deadline.wait(isolates.stop(deadline.earlier(REPORT_MS)))) return EXIT.ok;
  console.error(`mathcalculator: did not stop within ${STOP_MS / 1000} s`);
  return EXIT.failed;
}

/** Exits because an isolate has died: the process cannot continue without it. */
export function exitOnDeath(reason: string): never {
  console.error(`mathcalculator: ${reason}`);
  Deno.exit(EXIT.failed);
}

/** Closing the terminal, SIGHUP, stops the program like Ctrl-C. */
function nextStopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => resolve());
  }
  // Without a listener, these signals would kill the process.
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) Deno.addSignalListener(signal, () => {});
  return promise;
}
