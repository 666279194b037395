import type { Config } from "../../infra/config/config.ts";
import { deadlineIn } from "../../infra/async/deadline.ts";
import type { Isolate } from "../../infra/isolates/spawn.ts";
import type { SupervisorOptions } from "../../composition/supervisor.ts";
import { EXIT, type ExitCode, print } from "./command.ts";

/** From the signal to the end, for those who kill what has not ended within 10 s. */
const STOP_MS = 9_500;

/** Left to tell that an isolate does not end. */
const REPORT_MS = 250;

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
  const deadline = deadlineIn(STOP_MS);
  if (await deadline.wait(isolates.stop(deadline.earlier(REPORT_MS)))) return EXIT.ok;
  console.error(`mathcalculator: not everything ended within ${STOP_MS / 1000} s`);
  return EXIT.failed;
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
