import { type ErrorCode, ServiceError } from "./errors.ts";
import { checkDigits, checkLimits, type Limits } from "./limits.ts";
import { type Failure, failure, success } from "./log_entry.ts";
import { NEVER_CANCELLED, Workspace } from "./numbers/mod.ts";
import { createOutlineTables } from "./numbers/outline/mod.ts";
import { type PlanningContext, UNPLANNED_SECONDS } from "./planning_time.ts";
import type {
  CalculationObserver,
  Clock,
  ComputePool,
  Progress,
  RequestLog,
  ResultCache,
} from "./ports.ts";
import type { Question } from "./question.ts";
import {
  type Calculation,
  createRecorder,
  type Recorded,
  type RecordedRequest,
} from "./recorder.ts";
import { type ResultText, resultText } from "./result_text.ts";
import { createSingleFlight } from "./single_flight.ts";

/** Calculations predicted to take at most this many seconds run in the server isolate. */
export const INLINE_SECONDS = 50e-6;

/** Predictions that take at most this many seconds are made in the server isolate. */
const INLINE_PLANNING_SECONDS = 5e-3;

/** Log outcome by error code; any other error was a refusal and has no entry. */
const OUTCOMES: Partial<Record<ErrorCode, Failure>> = {
  time_limit_exceeded: "time_limit_exceeded",
  unavailable: "cancelled",
  internal: "internal",
};

/** The caller of a calculation, for the lifetime of its request. */
export interface Requester extends RecordedRequest {
  /** Aborts when the client disconnects. Not called for calculations that succeed inline. */
  signal(): AbortSignal;
  /** Called once, when the pool has accepted the work, with a function that reads its progress. */
  readonly onAccepted?: (progress: () => Progress) => void;
  /** Called once with the seconds that a compute isolate worked for this requester, if it did. */
  readonly onMeasured?: (seconds: number) => void;
}

/** A question within all limits. */
export interface AcceptedQuestion {
  readonly question: Question;
  /** Predicted seconds of one core of this machine. */
  readonly predictedSeconds: number;
}

/** An exact answer that has been recorded. */
export interface Answer extends Recorded {
  readonly question: Question;
  readonly result: ResultText;
  readonly cached: boolean;
}

export interface Calculator {
  /**
   * Answers a question and records the answer. Throws a ServiceError, or the reason of
   * `Requester.signal` when the client has disconnected.
   */
  calculate(question: Question, requester: Requester): Promise<Answer>;
  /** Answers from the cache and records the answer; returns undefined if it is not cached. */
  lookUp(question: Question, requester: Requester): Promise<Answer | undefined>;
  /** The cached result of a question; nothing is checked or recorded. */
  find(question: Question): Promise<ResultText | undefined>;
  /** Checks the limits without computing anything. Throws the ServiceError of a refusal. */
  accept(question: Question): AcceptedQuestion;
  /**
   * Answers `count` equal questions of one requester: the result is computed once, and each
   * question has its own entry. Throws like `calculate`; an answer whose entry could not be
   * recorded is rejected on its own.
   */
  calculateEqual(
    accepted: AcceptedQuestion,
    requester: Requester,
    count: number,
  ): Promise<readonly PromiseSettledResult<Answer>[]>;
}

export interface CalculatorOptions {
  readonly maxDigits: number;
  /** Predicted seconds above which outlines and residues are rejected; no limit by default. */
  readonly maxSeconds?: number;
  /** Slowdown of this machine relative to the reference machine, read with a question; 1 by default. */
  readonly slowdownFactor?: () => number;
  readonly cache: ResultCache;
  readonly compute: ComputePool;
  readonly requestLog: RequestLog;
  readonly observer: CalculationObserver;
  readonly clock: Clock;
  /** Called when the entry of a failed calculation could not be recorded. */
  readonly onEntryLost: (error: unknown) => void;
}

export function createCalculator(options: CalculatorOptions): Calculator {
  const { maxDigits, maxSeconds = Infinity, slowdownFactor = () => 1 } = options;
  const { cache, compute, observer } = options;
  const limits: Limits = {
    maxDigits,
    maxSeconds,
    get slowdownFactor() {
      return slowdownFactor();
    },
  };
  const context: PlanningContext = {
    maxDigits,
    workspace: new Workspace(),
    outlineTables: createOutlineTables(),
  };
  const recorder = createRecorder(options.requestLog, options.clock);
  const singleFlight = createSingleFlight<ResultText>();

  async function calculate(question: Question, requester: Requester): Promise<Answer> {
    const startedAt = performance.now();
    checkQuestion(question);
    const cached = await cache.get(question.key);
    if (cached) return await record({ question, cached: true, startedAt }, cached, requester);
    const calculation = { question, cached: false, startedAt };
    let result: ResultText;
    try {
      result = await computeResult(question, requester);
    } catch (error) {
      await recordFailure(calculation, error, requester);
      throw error;
    }
    return await record(calculation, result, requester);
  }

  async function lookUp(question: Question, requester: Requester): Promise<Answer | undefined> {
    const startedAt = performance.now();
    checkQuestion(question);
    const result = await cache.get(question.key);
    return result && await record({ question, cached: true, startedAt }, result, requester);
  }

  function accept(question: Question): AcceptedQuestion {
    checkQuestion(question);
    return { question, predictedSeconds: predictSeconds(question) };
  }

  async function calculateEqual(
    { question }: AcceptedQuestion,
    requester: Requester,
    count: number,
  ): Promise<readonly PromiseSettledResult<Answer>[]> {
    const startedAt = performance.now();
    const calculations = Array.from(
      { length: count },
      (_, index) => ({ question, cached: index > 0, startedAt }),
    );
    const cached = await cache.get(question.key);
    let result: ResultText;
    try {
      result = cached ?? await computeResult(question, requester);
    } catch (error) {
      await Promise.all(calculations.map((each) => recordFailure(each, error, requester)));
      throw error;
    }
    return await Promise.allSettled(
      calculations.map((each) =>
        record(cached ? { ...each, cached: true } : each, result, requester)
      ),
    );
  }

  /** Checks the limits, unless they are checked in the pool. */
  function checkQuestion(question: Question): void {
    try {
      if (isPlannedInline(question)) checkLimits(question, limits, context);
      else question.check();
    } catch (error) {
      observer.onFinished({ operation: question.operation.name, outcome: "refused" });
      throw error;
    }
  }

  function predictSeconds(question: Question): number {
    return isPlannedInline(question)
      ? question.plan.predictSeconds(context) * slowdownFactor()
      : UNPLANNED_SECONDS;
  }

  /** Computes inline or in the pool; equal questions in the pool are computed once. */
  function computeResult(question: Question, requester: Requester): Promise<ResultText> {
    const isPlanned = isPlannedInline(question);
    const predictedSeconds = predictSeconds(question);
    if (predictedSeconds <= INLINE_SECONDS) {
      return cacheResult(
        question,
        resultText(question.plan.compute({ ...NEVER_CANCELLED, ...context })),
      );
    }
    const { principal: { userId }, traceparent, onAccepted, onMeasured } = requester;
    return singleFlight.join(question.key, {
      userId,
      signal: requester.signal(),
      onAccepted,
      start: () => {
        const work = compute.run(userId, {
          question,
          predictedSeconds,
          maxSeconds: maxSeconds / slowdownFactor(),
          maxDigits,
          ...(!isPlanned && { limits }),
          onMeasured,
          traceparent,
        });
        return { ...work, result: cacheResult(question, work.result) };
      },
    });
  }

  function isPlannedInline({ plan }: Question): boolean {
    return plan.planningSeconds * slowdownFactor() <= INLINE_PLANNING_SECONDS;
  }

  /** Checks the size of the result before caching it: the prediction may have been too low. */
  async function cacheResult(
    question: Question,
    computing: Promise<ResultText>,
  ): Promise<ResultText> {
    const result = await computing;
    if (result.digits !== null) checkDigits(question, result.digits, maxDigits);
    await cache.put(question.key, result);
    return result;
  }

  async function record(
    calculation: Calculation,
    result: ResultText,
    requester: Requester,
  ): Promise<Answer> {
    const { question, cached } = calculation;
    const operation = question.operation.name;
    const recorded = await recorder.record(calculation, success(result), requester)
      .catch((error) => {
        observer.onFinished({ operation, outcome: "unrecorded" });
        throw error;
      });
    const { digits } = result;
    observer.onFinished({ operation, outcome: "ok", ...(digits !== null && { digits }) });
    return { ...recorded, question, result, cached };
  }

  async function recordFailure(
    calculation: Calculation,
    error: unknown,
    requester: Requester,
  ): Promise<void> {
    const outcome = failureOf(error, requester);
    const operation = calculation.question.operation.name;
    observer.onFinished({ operation, outcome: outcome ?? "refused" });
    if (!outcome) return;
    await recorder.record(calculation, failure(outcome), requester).catch(options.onEntryLost);
  }

  return {
    calculate,
    lookUp,
    find: (question) => cache.get(question.key),
    accept,
    calculateEqual,
  };
}

/** How an accepted calculation failed; undefined if it was refused. */
function failureOf(error: unknown, requester: Requester): Failure | undefined {
  if (error instanceof ServiceError) return OUTCOMES[error.code];
  return requester.signal().aborted ? "cancelled" : "internal";
}
