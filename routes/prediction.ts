import { Hono } from "hono";
import type { Calculator } from "../domain/calculator.ts";
import { invalidInput, ServiceError } from "../domain/errors.ts";
import { largestValue } from "../domain/largest_value.ts";
import type { Operation } from "../domain/operations/mod.ts";
import type { RateLimit, RateLimiter } from "../domain/ports.ts";
import { predictedDigits } from "../domain/predicted_digits.ts";
import { Question } from "../domain/question.ts";
import { parametersObject, type Values } from "./body_object.ts";
import type { AppContext, AppEnv } from "./context.ts";
import type { Forwarded } from "./forwarded.ts";
import { countInWords } from "./pages/count_in_words.ts";
import { readTypedValues } from "./pages/typed_values.ts";

/** A person who types pauses at most this often. */
const PREDICTIONS: RateLimit = { events: 300, windowMs: 60_000 };

export interface PredictionRoutesOptions {
  readonly operations: readonly Operation[];
  readonly calculator: Pick<Calculator, "accept">;
  readonly limiter: RateLimiter;
  readonly forwarded: Pick<Forwarded, "address">;
}

/** What is known of an answer before it is computed. */
interface Prediction {
  /** Null if it is not known. */
  readonly digits: string | null;
  /** One sentence for the form; empty if there is nothing to say. */
  readonly text: string;
}

const NOTHING: Prediction = { digits: null, text: "" };

/**
 * The number of digits that an answer will have, for the forms of pages. Nothing is computed or
 * recorded, and a question that is not complete yet is no error.
 */
export function createPredictionRoutes(options: PredictionRoutesOptions): Hono<AppEnv> {
  const { operations, calculator, limiter, forwarded } = options;
  const routes = new Hono<AppEnv>();

  routes.get("/prediction", async (context) => {
    await count(context);
    const { operation: name, ...sent } = parametersObject(new URL(context.req.url).searchParams);
    const operation = operations.find((each) => each.name === name);
    if (!operation) throw invalidInput("operation", "Use the name of an operation");
    context.header("Cache-Control", "no-store");
    return context.json(predict(operation, sent));
  });

  async function count(context: AppContext): Promise<void> {
    const seconds = await limiter.take(`prediction:${forwarded.address(context)}`, PREDICTIONS);
    if (seconds === undefined) return;
    throw new ServiceError("rate_limited", `Too many predictions: try again in ${seconds} s`, {
      retryAfterSeconds: seconds,
    });
  }

  function predict(operation: Operation, sent: Values): Prediction {
    const { values, doubts } = readTypedValues(operation, sent);
    if (Object.keys(doubts).length > 0) return NOTHING;
    try {
      const question = Question.parse(operation, values);
      calculator.accept(question);
      // The first predictions of a process may take too long.
      const digits = question.options.outline
        ? undefined
        : predictedDigits(question) ?? predictedDigits(question);
      return digits === undefined ? NOTHING : {
        digits: String(digits),
        text: `The answer has ${countInWords(digits)} ${digits === 1 ? "digit" : "digits"}.`,
      };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return error.code === "result_too_large" ? tooLarge(operation, values, error) : NOTHING;
    }
  }

  return routes;
}

function tooLarge(
  operation: Operation,
  values: Values,
  { members, errors }: ServiceError,
): Prediction {
  const { predicted_digits: digits, max_digits: maxDigits } = members;
  const largest = largestValue(operation, values, Number(maxDigits));
  // An expression is too large as soon as one of its parts is.
  const subject = errors.length > 0 ? "A part of the expression" : "The answer";
  const count = digits === undefined ? "too many" : countInWords(digits);
  const limit = largest
    ? `The largest ${largest.field} whose result can be written in full is ${
      countInWords(largest.value)
    }.`
    : `At most ${countInWords(maxDigits!)} can be written in full.`;
  const instead = operation.outlined ? " You get its size and its first and last digits." : "";
  return {
    digits: digits === undefined ? null : String(digits),
    text: `${subject} has ${count} digits. ${limit}${instead}`,
  };
}
