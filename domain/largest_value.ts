import type { DigitCount } from "./numbers/mod.ts";
import type { Operation } from "./operations/mod.ts";
import { predictedDigits } from "./predicted_digits.ts";
import { Question } from "./question.ts";

type Values = Readonly<Record<string, unknown>>;

/** A field of a question and the largest value with which the result can be written in full. */
export interface LargestValue {
  readonly field: string;
  readonly value: number;
}

/** Fields on which the number of digits depends most, with larger values for longer results. */
const GROWING_FIELDS = ["n", "exponent"];

/** With longer values in the other fields, each prediction would take too long. */
const MAX_CHARACTERS = 100;

/** No larger value is tried. */
const MOST = 2 ** 53;

/**
 * Finds the largest value of the question's main field with at most `maxDigits` digits in the
 * result, by bisection on the prediction. Returns undefined without such a field or value.
 */
export function largestValue(
  operation: Operation,
  values: Values,
  maxDigits: number,
): LargestValue | undefined {
  const field = GROWING_FIELDS.find((name) => name in operation.input().shape);
  if (field === undefined || !operation.predictDigits) return undefined;
  const others = Object.entries(values).filter(([name]) => name !== field);
  if (others.some(([, value]) => String(value).length > MAX_CHARACTERS)) return undefined;
  const fits = (value: number) => {
    const question = Question.parse(operation, { ...values, [field]: String(value) });
    return (predictedDigits(question) as DigitCount) <= maxDigits;
  };
  if (!fits(1) || fits(MOST)) return undefined;
  let [least, most] = [1, MOST];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle;
  }
  return { field, value: least };
}
