import type * as z from "zod";
import type { Answer, Calculator, Requester } from "../../domain/calculator.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { DecimalDigits } from "../../domain/expressions/evaluation/decimal_digits.ts";
import { evaluateOperation } from "../../domain/operations/evaluate.ts";
import { parseInput } from "../../domain/parse_input.ts";
import { Question } from "../../domain/question.ts";
import { wholeText } from "../../domain/result_text.ts";
import { reportAnswer } from "./answer_report.ts";
import { calculateArguments } from "./calculate_arguments.ts";
import { CALCULATE_DESCRIPTION } from "./calculate_description.ts";
import { calculateResult } from "./calculate_result.ts";
import { cutDecimal, type FractionDecimal } from "./fraction_decimal.ts";
import { reportOutline } from "./outline_report.ts";
import type { Tool, ToolArguments, ToolCall, ToolResult } from "./tool.ts";
import { toolSchema } from "./tool_schema.ts";

/** Digits of each end of an outline. */
const OUTLINE = { leading: 40, trailing: 40 };

export interface CalculateToolOptions {
  readonly calculator: Calculator;
  /** Time limit of a call, which may be waiting for a model. */
  readonly timeLimitMs: number;
}

type CalculateArguments = z.infer<ReturnType<typeof calculateArguments>>;

/** The exact value of an expression, in an answer of limited length. */
export function createCalculateTool({ calculator, timeLimitMs }: CalculateToolOptions): Tool {
  async function call(args: ToolArguments, call: ToolCall): Promise<ToolResult> {
    const { max_characters, ...request } = parseInput(calculateArguments(), args);
    const { requester } = call;
    const question = Question.parse(evaluateOperation, { expression: request.expression });
    try {
      const answer = await calculateInTime(question, requester);
      return await reportAnswer(answer, {
        expression: request.expression,
        maxCharacters: max_characters,
        decimal: await decimalOf(answer, request.decimals, requester),
        origin: call.origin,
      });
    } catch (error) {
      if (!(error instanceof ServiceError) || !isTooLarge(error)) throw error;
      return await outlineInstead(error, { max_characters, ...request }, { question, requester });
    }
  }

  /** Computes nothing that is predicted to exceed the time limit. */
  async function calculateInTime(question: Question, requester: Requester): Promise<Answer> {
    const { predictedSeconds } = calculator.accept(question);
    if (predictedSeconds * 1_000 > timeLimitMs) {
      const cached = await calculator.lookUp(question, requester);
      if (cached) return cached;
      throw timeLimitExceeded();
    }
    return await calculateWithinLimit(question, requester);
  }

  async function calculateWithinLimit(question: Question, requester: Requester): Promise<Answer> {
    const limit = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Requested for work in a compute isolate only, so that most calls need no timer. */
    function signal(): AbortSignal {
      timer ??= setTimeout(() => limit.abort(timeLimitExceeded()), timeLimitMs);
      return AbortSignal.any([requester.signal(), limit.signal]);
    }
    try {
      return await calculator.calculate(question, { ...requester, signal });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The decimal places of a fraction; more than an answer has are another question. */
  async function decimalOf(
    { result: { details = {} } }: Answer,
    places: number | undefined,
    requester: Requester,
  ): Promise<FractionDecimal | undefined> {
    if (details.kind !== "fraction" || !details.decimal) return undefined;
    const decimal = cutDecimal(details.decimal as DecimalDigits, places);
    if (places === undefined || places <= decimal.places) return decimal;
    const expression = `decimal(${details.understood}, ${places})`;
    try {
      const question = Question.parse(evaluateOperation, { expression });
      const digits = wholeText((await calculateInTime(question, requester)).result);
      return { ...decimal, digits, places };
    } catch (error) {
      if (error instanceof ServiceError) return decimal;
      throw error;
    }
  }

  /** Describes a value that cannot be expanded. Throws the first error if it has no outline. */
  async function outlineInstead(
    reason: ServiceError,
    { expression, max_characters }: CalculateArguments,
    { question, requester }: { readonly question: Question; readonly requester: Requester },
  ): Promise<ToolResult> {
    try {
      const outlined = Question.parse(evaluateOperation, { expression, outline: OUTLINE });
      const answer = await calculateInTime(outlined, requester);
      return reportOutline(answer, {
        expression,
        understood: String(question.canonical.expression),
        maxCharacters: max_characters,
        reason: reason.errors[0]?.message ?? reason.message,
      });
    } catch (error) {
      if (error instanceof ServiceError) throw reason;
      throw error;
    }
  }

  function timeLimitExceeded(): ServiceError {
    return new ServiceError(
      "time_limit_exceeded",
      `it takes longer than the allowed ${timeLimitMs / 1_000} s: use smaller numbers, or ` +
        "digits(), leading(), trailing() or mod, which expand nothing",
    );
  }

  return {
    name: "calculate",
    title: "Exact calculator",
    description: CALCULATE_DESCRIPTION,
    inputSchema: toolSchema(calculateArguments(), "input"),
    outputSchema: toolSchema(calculateResult(), "output"),
    call,
  };
}

function isTooLarge({ code }: ServiceError): boolean {
  return code === "result_too_large" || code === "too_costly" || code === "time_limit_exceeded";
}
