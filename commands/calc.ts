import { type Answer, createCalculator, type Requester } from "../domain/calculator.ts";
import { findOperation, type Operation, OPERATIONS } from "../domain/operations/mod.ts";
import { Question } from "../domain/question.ts";
import { createMemoryCache } from "../infra/cache/memory.ts";
import { createSystemClock } from "../infra/system_clock.ts";
import { createIsolatePool } from "../infra/compute/pool.ts";
import { loadConfig } from "../infra/config/load_config.ts";
import { startComputeIsolates } from "../composition/supervisor.ts";
import { writeToStdout } from "../infra/telemetry/stdout.ts";
import { readArguments } from "./shared/arguments.ts";
import { type Command, EXIT, UsageError } from "./shared/command.ts";
import { markPlace } from "./shared/mark_place.ts";
import { assignArguments } from "./shared/operation_arguments.ts";
import { createProgressBar } from "./shared/progress_bar.ts";

/** The requester of this process's only calculation. */
const REQUESTER = {
  principal: { userId: "", username: "" },
  requestId: "",
  signal: () => new AbortController().signal,
};

export const calc: Command = {
  name: "calc",
  usage: "[--outline] [--mod M] OPERATION NUMBER… | EXPRESSION",
  summary: "Print one exact result, without a server; what starts with - must follow --",
  async run(args) {
    const { values: options, positionals } = readArguments(
      args,
      { outline: { type: "boolean" }, mod: { type: "string" } },
      { min: 1, max: Infinity },
    );
    const { operation, numbers } = readQuestion(positionals);
    const answer = await unlessInterrupted((onAccepted) =>
      calculate(operation, { numbers, options }, onAccepted)
    ).catch((error) => {
      throw markPlace(error, numbers[0] ?? "");
    });
    if (!answer) return EXIT.interrupted;
    const { result } = answer;
    if (result.kind === "short") writeToStdout(`${result.text}\n`);
    else writeToStdout(result.bytes, "\n");
    return EXIT.ok;
  },
};

/** The operation and its arguments. A single argument that names no operation is an expression. */
function readQuestion(
  [name = "", ...numbers]: readonly string[],
): { readonly operation: Operation; readonly numbers: readonly string[] } {
  const operation = findOperation(name);
  if (operation) return { operation, numbers };
  if (numbers.length === 0) return { operation: findOperation("evaluate")!, numbers: [name] };
  const names = OPERATIONS.map(({ name }) => name);
  throw new UsageError(`Unknown operation ${JSON.stringify(name)}: use ${names.join(", ")}`);
}

/** Runs a calculation with a progress bar; returns undefined if Ctrl-C interrupts it. */
async function unlessInterrupted(
  calculate: (onAccepted: NonNullable<Requester["onAccepted"]>) => Promise<Answer>,
): Promise<Answer | undefined> {
  const bar = createProgressBar();
  const { promise: interrupted, resolve } = Promise.withResolvers<undefined>();
  const interrupt = () => resolve(undefined);
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    return await Promise.race([calculate(bar.follow), interrupted]);
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
    bar.clear();
  }
}

async function calculate(
  operation: Operation,
  { numbers, options }: {
    readonly numbers: readonly string[];
    readonly options: Readonly<Record<string, unknown>>;
  },
  onAccepted: NonNullable<Requester["onAccepted"]>,
): Promise<Answer> {
  const question = Question.parse(operation, {
    ...options,
    ...assignArguments(operation, numbers),
  });
  const config = loadConfig();
  const { isolates } = await startComputeIsolates({
    large: 1,
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  const calculator = createCalculator({
    maxDigits: config.maxDigits,
    maxSeconds: config.timeLimitMs / 1_000,
    cache: createMemoryCache(0),
    compute: createIsolatePool(isolates, config),
    requestLog: { append: () => Promise.resolve() },
    observer: { onFinished() {} },
    clock: createSystemClock(),
    onEntryLost() {},
  });
  return await calculator.calculate(question, { ...REQUESTER, onAccepted });
}
