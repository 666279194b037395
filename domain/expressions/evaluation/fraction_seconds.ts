import { predictSeconds } from "../../numbers/integer/mod.ts";
import type { Size } from "./size.ts";
import type { EvaluationTools } from "./tools.ts";

/*
 * Predicted seconds of arithmetic on fractions, on one core of the reference machine, from upper
 * bounds on the digits of their terms.
 */

/** The digits of both terms; 0 for a denominator of 1. */
interface Digits {
  readonly above: number;
  readonly below: number;
}

function digitsOf({ numerator, denominator }: Size, { maxDigits }: EvaluationTools): Digits {
  const count = (log10: number) => Math.min(Math.floor(Math.max(log10, 0)) + 1, 4 * maxDigits);
  return {
    above: count(numerator.most),
    below: denominator.most === 0 ? 0 : count(denominator.most),
  };
}

export function sumSeconds(x: Size, y: Size, tools: EvaluationTools): number {
  const [a, b] = [digitsOf(x, tools), digitsOf(y, tools)];
  const [left, right] = [a.above + b.below, b.above + a.below];
  const common = Math.min(a.below, b.below);
  return predictSeconds.add(left, right) + productOf(a.above, b.below) +
    productOf(b.above, a.below) + productOf(a.below, b.below) + divisorOf(a.below, b.below) +
    divisorOf(Math.max(left, right), common);
}

export function productSeconds(x: Size, y: Size, tools: EvaluationTools): number {
  const [a, b] = [digitsOf(x, tools), digitsOf(y, tools)];
  return productOf(a.above, b.above) + productOf(a.below, b.below) +
    divisorOf(a.above, b.below) + divisorOf(b.above, a.below);
}

export function floorSeconds(x: Size, y: Size, tools: EvaluationTools): number {
  const [a, b] = [digitsOf(x, tools), digitsOf(y, tools)];
  return productOf(a.above, b.below) + productOf(b.above, a.below) +
    predictSeconds.quotientAndRemainder(a.above + b.below, b.above + a.below);
}

export function comparisonSeconds(x: Size, y: Size, tools: EvaluationTools): number {
  const [a, b] = [digitsOf(x, tools), digitsOf(y, tools)];
  return predictSeconds.add(a.above + b.below, b.above + a.below) + productOf(a.above, b.below) +
    productOf(b.above, a.below);
}

function productOf(m: number, n: number): number {
  return m === 0 || n === 0 ? 0 : predictSeconds.multiply(m, n);
}

/** A gcd after one division of the longer number, and the division of both by it. */
export function divisorOf(m: number, n: number): number {
  if (m === 0 || n === 0) return 0;
  const [longer, shorter] = m < n ? [n, m] : [m, n];
  return predictSeconds.quotientAndRemainder(longer, shorter) +
    predictSeconds.gcd(shorter, shorter);
}
