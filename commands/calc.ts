import { type Answer, createCalculator, type Requester } from "../domain/calculator.ts";
import { detailsInWords } from "../domain/details_in_words.ts";
import { findOperation, type Operation, OPERATIONS } from "../domain/operations/mod.ts";
import { Question } from "../domain/question.ts";
import { wholeText } from "../domain/result_text.ts";
import { createMemoryCache } from "../infra/cache/memory.ts";
import { createSystemClock } from "../infra/system_clock.ts";
import { createIsolatePool } from "../infra/compute/pool.ts";
import type { ComputePool } from "../domain/ports.ts";
import type { Config } from "../infra/config/config.ts";
import { loadConfig } from "../infra/config/load_config.ts";
import { computeIsolates } from "../composition/supervisor.ts";
import { writeToStdout } from "../infra/telemetry/stdout.ts";
import { readArguments } from "./shared/arguments.ts";
import { EXIT, type ExitCode, UsageError } from "./shared/command.ts";
import { markPlace } from "./shared/mark_place.ts";
import { assignArguments } from "./shared/operation_arguments.ts";
import { createProgressBar } from "./shared/progress_bar.ts";

/** Members of an answer that the result shows. */
const HIDDEN: ReadonlySet<string> = new Set([
  "result",
  "factors",
  "sign",
  "exponent10",
  "leading",
  "scientific",
]);

/** The requester of this process's only calculation. */
const REQUESTER = {
  principal: { userId: "", username: "" },
  requestId: "",
  signal: () => new AbortController().signal,
};

export async function calc(args: readonly string[]): Promise<ExitCode> {
  const { values: { json, ...options }, positionals } = readArguments(
    args,
    { outline: { type: "boolean" }, mod: { type: "string" }, json: { type: "boolean" } },
    { names: ["EXPRESSION or OPERATION"], max: Infinity },
  );
  const { operation, numbers } = readQuestion(positionals);
  const answer = await unlessInterrupted((onAccepted) =>
    calculate(operation, { numbers, options }, onAccepted)
  ).catch((error) => {
    throw markPlace(error, numbers[0] ?? "");
  });
  if (!answer) return EXIT.interrupted;
  if (json) writeToStdout(`${jsonOf(answer)}\n`);
  else printText(answer);
  return EXIT.ok;
}

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

/** The result on standard output, for pipes, and its details on standard error. */
function printText({ result }: Answer): void {
  if (result.kind === "short") writeToStdout(`${result.text}\n`);
  else writeToStdout(result.bytes, "\n");
  const { outline, ...details } = result.details ?? {};
  for (const { label, value } of detailsInWords({ ...details, ...outline as object }, HIDDEN)) {
    console.error(`${label}: ${value}`);
  }
}

/** The members of an answer over HTTP that do not depend on a service. */
function jsonOf({ question, result }: Answer): string {
  return JSON.stringify({
    operation: question.operation.name,
    input: question.answerInput,
    result: wholeText(result),
    digits: result.digits,
    ...result.details,
  });
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
  const calculator = createCalculator({
    maxDigits: config.maxDigits,
    maxSeconds: config.timeLimitMs / 1_000,
    cache: createMemoryCache(0),
    compute: createLazyPool(config),
    requestLog: { append: () => Promise.resolve() },
    observer: { onFinished() {} },
    clock: createSystemClock(),
    onEntryLost() {},
  });
  return await calculator.calculate(question, { ...REQUESTER, onAccepted });
}

/** A pool with one isolate, which starts with the first job: a small calculation needs none. */
function createLazyPool(config: Pick<Config, "timeLimitMs">): ComputePool {
  const compute = computeIsolates(["large"], (reason) => {
    throw new Error(reason);
  });
  const pool = createIsolatePool(compute.isolates, config);
  return {
    ...pool,
    run: (userId, job) => {
      void compute.start();
      return pool.run(userId, job);
    },
  };
}
