import { type ErrorCode, ServiceError } from "./errors.ts";
import { createSingleFlight } from "./single_flight.ts";
import { logInput, logResult, type Outcome } from "./log_entry.ts";
import { type DigitCount, exceeds, NEVER_CANCELLED } from "./numbers/mod.ts";
import type { Operation } from "./operations/mod.ts";
import type {
  CalculationObserver,
  Clock,
  ComputePool,
  Progress,
  RequestLog,
  ResultCache,
} from "./ports.ts";
import { abbreviate, type ResultText, resultText } from "./result_text.ts";
import { createUtcText } from "./utc_text.ts";
import { uuidTime } from "./uuid_time.ts";

/** Predicted seconds up to which a calculation runs where the request is answered. */
const INLINE_SECONDS = 50e-6;

/** How a calculation ended that failed with one of these; with any other it was refused. */
const OUTCOMES: Partial<Record<ErrorCode, Outcome>> = {
  time_limit_exceeded: "time_limit_exceeded",
  unavailable: "cancelled",
  internal: "internal",
};

export interface Requester {
  readonly userId: string;
  readonly username: string;
  readonly requestId: string;
  /** Aborts when the client has gone away; asked for only when the work is long. */
  signal(): AbortSignal;
  /** Told how to ask for the progress of long work, once it has been accepted. */
  readonly onAccepted?: (progress: () => Progress) => void;
}

/** An exact answer that has been recorded. */
export interface Answer {
  readonly id: string;
  readonly operation: string;
  /** Canonical decimal texts. */
  readonly input: Readonly<Record<string, string>>;
  readonly result: ResultText;
  readonly cached: boolean;
  readonly elapsedMs: number;
  readonly timestamp: string;
}

export interface Calculator {
  /** Throws a ServiceError; `Asker.signal`'s reason when the client has gone away. */
  calculate<Input>(operation: Operation<Input>, input: Input, asker: Requester): Promise<Answer>;
  /** The recorded answer if it is known already; never computes. */
  lookUp<Input>(
    operation: Operation<Input>,
    input: Input,
    asker: Requester,
  ): Promise<Answer | undefined>;
}

export interface CalculatorOptions {
  readonly maxDigits: number;
  /** What predicted seconds are multiplied by on this machine; 1 unless it has been measured. */
  readonly slowdownFactor?: number;
  readonly cache: ResultCache;
  readonly compute: ComputePool;
  readonly requestLog: RequestLog;
  readonly observer: CalculationObserver;
  readonly clock: Clock;
  /** Told of what no client sees: entries of failed calculations that could not be recorded. */
  readonly onEntryLost: (error: unknown) => void;
}

/** What is asked, with the place of its answer in the cache. */
interface Question<Input> {
  readonly operation: Operation<Input>;
  readonly input: Input;
  readonly key: string;
}

export function createCalculator(options: CalculatorOptions): Calculator {
  const { maxDigits, cache, compute, requestLog, observer, clock, slowdownFactor = 1 } = options;
  const flights = createSingleFlight<ResultText>();
  const utcText = createUtcText();

  async function calculate<Input>(operation: Operation<Input>, input: Input, asker: Requester) {
    admit(operation, input);
    const started = performance.now();
    const canonical = operation.canonical(input);
    const key = cacheKey(operation, canonical);
    const known = await cache.get(key);
    let result: ResultText;
    try {
      result = known ?? await find({ operation, input, key }, asker);
    } catch (error) {
      await recordFailure(error, operation, canonical, asker, started);
      throw error;
    }
    const answer = { operation: operation.name, input: canonical, result, cached: Boolean(known) };
    return await record(answer, asker, started);
  }

  async function lookUp<Input>(operation: Operation<Input>, input: Input, asker: Requester) {
    admit(operation, input);
    const started = performance.now();
    const canonical = operation.canonical(input);
    const result = await cache.get(cacheKey(operation, canonical));
    if (!result) return undefined;
    const answer = { operation: operation.name, input: canonical, result, cached: true };
    return await record(answer, asker, started);
  }

  /** Refuses what has no answer or too large a one, before anything is expanded. */
  function admit<Input>(operation: Operation<Input>, input: Input): void {
    try {
      operation.check?.(input);
      const digits = operation.predictDigits(input);
      if (exceeds(digits, maxDigits)) throw tooLarge(operation, operation.canonical(input), digits);
    } catch (error) {
      observer.onFinished(operation.name, "refused", null);
      throw error;
    }
  }

  function find<Input>(question: Question<Input>, asker: Requester): Promise<ResultText> {
    const { operation, input, key } = question;
    const predictedSeconds = operation.predictSeconds(input) * slowdownFactor;
    if (predictedSeconds <= INLINE_SECONDS) {
      return produce(question, () => resultText(operation.compute(input, NEVER_CANCELLED)));
    }
    const { userId, onAccepted } = asker;
    const start = () => {
      const work = compute.run(userId, { operation, input, predictedSeconds });
      return { ...work, result: produce(question, () => work.result) };
    };
    return flights.join(key, { userId, signal: asker.signal(), start, onAccepted });
  }

  async function produce<Input>(
    { operation, input, key }: Question<Input>,
    run: () => Promise<ResultText>,
  ): Promise<ResultText> {
    const result = await run();
    if (result.digits > maxDigits) {
      throw tooLarge(operation, operation.canonical(input), result.digits);
    }
    await cache.put(key, result);
    return result;
  }

  async function record(
    answer: Pick<Answer, "operation" | "input" | "result" | "cached">,
    asker: Requester,
    started: number,
  ): Promise<Answer> {
    const recorded = { ...answer, ...stamp(started) };
    try {
      await append(recorded, "ok", asker);
    } catch (error) {
      observer.onFinished(answer.operation, "unrecorded", null);
      throw error;
    }
    observer.onFinished(answer.operation, "ok", answer.result.digits);
    return recorded;
  }

  async function recordFailure<Input>(
    error: unknown,
    operation: Operation<Input>,
    input: Record<string, string>,
    asker: Requester,
    started: number,
  ): Promise<void> {
    const outcome = outcomeOf(error, asker);
    observer.onFinished(operation.name, outcome ?? "refused", null);
    if (!outcome) return;
    const entry = { operation: operation.name, input, cached: false, ...stamp(started) };
    await append(entry, outcome, asker).catch(options.onEntryLost);
  }

  function stamp(started: number): Pick<Answer, "id" | "timestamp" | "elapsedMs"> {
    const elapsedMs = Math.round((performance.now() - started) * 1000) / 1000;
    const id = clock.uuid();
    return { id, elapsedMs, timestamp: utcText(uuidTime(id)) };
  }

  function append(
    { result, ...answer }: Omit<Answer, "result"> & { result?: ResultText },
    outcome: Outcome,
    asker: Requester,
  ): Promise<void> {
    return requestLog.append({
      id: answer.id,
      operation: answer.operation,
      input: logInput(answer.input),
      ...logResult(result),
      outcome,
      user: asker.userId,
      username: asker.username,
      timestamp: answer.timestamp,
      elapsed_ms: answer.elapsedMs,
      cached: answer.cached,
      request_id: asker.requestId,
      schema: 1,
    });
  }

  function tooLarge<Input>(
    operation: Operation<Input>,
    input: Record<string, string>,
    digits: DigitCount,
  ): ServiceError {
    const words = Object.entries(input).map(([field, text]) => [field, abbreviate(text)]);
    return new ServiceError(
      "result_too_large",
      `Cannot compute ${operation.describe(Object.fromEntries(words))}: ` +
        `it has ${digits} digits, at most ${maxDigits} are allowed`,
      { members: { predicted_digits: digits, max_digits: maxDigits } },
    );
  }

  return { calculate, lookUp };
}

function cacheKey<Input>(operation: Operation<Input>, input: Record<string, string>): string {
  return `${operation.name}:${Object.values(input).join(":")}`;
}

/** How a calculation that was accepted ended, or undefined if it was refused after all. */
function outcomeOf(error: unknown, asker: Requester): Outcome | undefined {
  if (error instanceof ServiceError) return OUTCOMES[error.code];
  return asker.signal().aborted ? "cancelled" : "internal";
}
