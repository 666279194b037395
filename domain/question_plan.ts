import { describeOutline } from "./describe_outline.ts";
import { ServiceError } from "./errors.ts";
import { type DigitCount, digitCount, NEVER_CANCELLED } from "./numbers/mod.ts";
import {
  createOutlineTables,
  exactDigits,
  type OutlineContext,
  outlineOf,
  type OutlineRequest,
  type OutlineTools,
  Undecided,
} from "./numbers/outline/mod.ts";
import type { LargeValue } from "./numbers/outline/outlined_value.ts";
import { NoSolution, NotInvertible, type PartialFactorization } from "./numbers/integers/mod.ts";
import { type ResidueTools, trialFactorization } from "./numbers/residue/mod.ts";
import type { Operation } from "./operations/mod.ts";
import type { Options } from "./operations/options.ts";
import type { PlannedMethod } from "./planned_method.ts";
import { UNPLANNED_SECONDS, withinPlanningTime } from "./planning_time.ts";
import { abbreviate } from "./result_text.ts";

/** A larger modulus is factored in the compute isolate only: trial division takes too long. */
const LARGEST_PLANNED_MODULUS = 2n ** 32n;

/** Maximum length of an input, in characters, for outlines and residues. */
const LONGEST_INPUT = 10_001;

/** Maximum length of an input, in characters, for which the digits of a large result are counted. */
const LONGEST_COUNTED_INPUT = 3_000;

/** Binary places of the logarithm of a result whose digits are not counted. */
const LOGARITHM_BITS = 64;

/** Predictions for an integer are exact up to this many digits, and bounds above. */
const LONGEST_EXACT_INPUT = 5_000;

/** Longest residue, outline or result of a long input, in seconds on the reference machine, unless the context has another limit. */
const MAX_PLANNED_SECONDS = 60;

/** A method and the time of its predictions. */
export interface QuestionPlan extends PlannedMethod {
  /** Seconds that the predictions themselves take on the reference machine. */
  readonly planningSeconds: number;
}

/** Chooses the method by the options. Seconds are predicted once. */
export function planQuestion(operation: Operation, input: unknown, options: Options): QuestionPlan {
  const plan = chooseMethod(operation, input, options);
  let seconds: number | undefined;
  return {
    planningSeconds: predictPlanningSeconds(operation, input, options),
    ...plan,
    predictSeconds: (context) => seconds ??= plan.predictSeconds(context),
  };
}

function chooseMethod(
  operation: Operation,
  input: unknown,
  { mod, outline }: Options,
): PlannedMethod {
  if (mod !== undefined) return residuePlan(operation, input, mod);
  if (operation.plan) return operation.plan(input, outline);
  if (outline !== undefined) return outlinePlan(operation, input, outline);
  const predictDigits = digitPrediction(operation, input);
  return {
    ...(predictDigits && { predictDigits }),
    predictSeconds: () => operation.predictSeconds(input),
    compute: (context) => asServiceErrors(() => operation.compute(input, context)),
  };
}

/**
 * The digits of large results take long to count, by logarithms and with the whole input as a
 * BigInt, and so does the choice of a method for a residue. Fitted to measurements from 500 to
 * 1,000,000 digits.
 */
function predictPlanningSeconds(
  operation: Operation,
  input: unknown,
  { mod, outline }: Options,
): number {
  if (!operation.outlined || outline !== undefined) return 0;
  const length = longestInput(operation, input);
  const isExact = length <= (mod === undefined ? LONGEST_EXACT_INPUT : LONGEST_INPUT);
  return isExact ? 3e-9 * length ** 2 : 6e-7 * length;
}

/** The operation's own prediction of digits, or that of its outline; undefined without either. */
function digitPrediction(operation: Operation, input: unknown): (() => DigitCount) | undefined {
  if (operation.predictDigits) return () => operation.predictDigits!(input);
  if (!operation.outlined) return undefined;
  return () => {
    const tools = outlineTools(NEVER_CANCELLED);
    const value = operation.outlined!(input, tools);
    if (value.kind === "large" && longestInput(operation, input) > LONGEST_COUNTED_INPUT) {
      return leastDigits(value, operation.predictSeconds(input));
    }
    return asServiceErrors(() => digitCount(exactDigits(value, tools)));
  };
}

/**
 * The digits of a result, or slightly fewer, by a logarithm that is short because the result is
 * predicted to take so many seconds only.
 */
function leastDigits(value: LargeValue, seconds: number): DigitCount {
  if (!(seconds <= MAX_PLANNED_SECONDS)) {
    throw tooCostly("No method is fast enough for inputs of this length", seconds);
  }
  const log10 = Number(value.ln(LOGARITHM_BITS).lo) / 2 ** LOGARITHM_BITS * Math.LOG10E;
  return Math.floor(log10 * (1 - 1e-12)) + 1;
}

function outlinePlan(
  operation: Operation,
  input: unknown,
  request: OutlineRequest,
): PlannedMethod {
  const value = (tools: OutlineTools) => operation.outlined!(input, tools);
  return {
    predictSeconds: (given) => {
      rejectLongInput(operation, input);
      const predict = (context: OutlineContext) =>
        value(outlineTools(context)).predictSeconds(request);
      return withinPlanningTime(predict, given) ?? UNPLANNED_SECONDS;
    },
    compute: (context) => {
      const tools = outlineTools(context);
      return asServiceErrors(() => {
        const outlined = value(tools);
        const seconds = outlined.predictSeconds(request);
        if (seconds > (context.maxSeconds ?? MAX_PLANNED_SECONDS)) {
          throw tooCostly("No method is fast enough for this outline", seconds);
        }
        return describeOutline(outlineOf(outlined, request, tools));
      });
    },
  };
}

function residuePlan(
  operation: Operation,
  input: unknown,
  modulus: bigint,
): PlannedMethod {
  const plan = (tools: ResidueTools) => operation.residue!(input, modulus, tools);
  return {
    predictSeconds: () => {
      rejectLongInput(operation, input);
      let isFactored = true;
      const factorize = (factored: bigint): PartialFactorization => {
        if (factored <= LARGEST_PLANNED_MODULUS) {
          return trialFactorization(factored, NEVER_CANCELLED);
        }
        isFactored = false;
        return { factors: [], rest: factored };
      };
      const { seconds } = plan({ ...outlineTools(NEVER_CANCELLED), factorize });
      if (isFactored) return seconds;
      return seconds > MAX_PLANNED_SECONDS
        ? UNPLANNED_SECONDS
        : Math.max(seconds, UNPLANNED_SECONDS);
    },
    compute: (context) =>
      asServiceErrors(() => {
        const planned = plan(residueTools(context));
        if (planned.seconds > (context.maxSeconds ?? MAX_PLANNED_SECONDS)) {
          throw tooCostly("No method is fast enough for this residue", planned.seconds);
        }
        return String(planned.compute(context));
      }),
  };
}

function rejectLongInput(operation: Operation, input: unknown): void {
  if (longestInput(operation, input) <= LONGEST_INPUT) return;
  throw tooCostly("Outlines and residues take too long for inputs of more than 10,000 digits");
}

function longestInput(operation: Operation, input: unknown): number {
  const texts = Object.values(operation.canonical(input)).flat();
  return Math.max(...texts.map((text) => text.length));
}

function tooCostly(message: string, seconds = Infinity): ServiceError {
  const predicted = Number.isFinite(seconds) ? seconds : "Infinity";
  return new ServiceError("too_costly", message, { members: { predicted_seconds: predicted } });
}

/** Runs arithmetic and converts its errors to ServiceErrors. */
function asServiceErrors<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof Undecided) {
      throw tooCostly(`Cannot outline the result: ${error.message}`);
    }
    if (error instanceof NotInvertible) {
      const commonDivisor = String(error.divisor);
      throw new ServiceError(
        "not_invertible",
        "Cannot invert: the number and the modulus have the common divisor " +
          abbreviate(commonDivisor),
        { members: { common_divisor: commonDivisor } },
      );
    }
    if (error instanceof NoSolution) {
      throw new ServiceError(
        "no_solution",
        "Cannot solve the congruences: two contradict each other",
      );
    }
    throw error;
  }
}

function outlineTools(context: OutlineContext): OutlineTools {
  return { ...context.outlineTables ?? createOutlineTables(), context };
}

function residueTools(context: OutlineContext): ResidueTools {
  return { ...outlineTools(context), factorize: trialFactorization };
}
