import {
  type BinaryOperator,
  type Expression,
  type ExpressionNode,
  operandCount,
} from "./expression.ts";
import { PRECEDENCE } from "./pending.ts";

/** The text of a subtree, and how tightly its outermost operator binds. */
interface Printed {
  readonly text: string;
  readonly precedence: number;
  readonly operator?: BinaryOperator;
}

/** Which brackets to print: only those that the grammar needs, or also those in `(a mod b) + c`. */
export type Brackets = "needed" | "around mod";

const { or, and, not, comparison, sum, term, sign, power } = PRECEDENCE;
const POSTFIX = power + 1;
const PRIMARY = power + 2;

interface Notation {
  readonly text: string;
  readonly precedence: number;
  /** Precedence that each operand needs to stand without brackets. */
  readonly left: number;
  readonly right: number;
}

const NOTATIONS: Readonly<Record<BinaryOperator, Notation>> = {
  or: leftAssociative(" or ", or),
  and: leftAssociative(" and ", and),
  equal: unchained(" == "),
  notEqual: unchained(" != "),
  less: unchained(" < "),
  lessOrEqual: unchained(" <= "),
  greater: unchained(" > "),
  greaterOrEqual: unchained(" >= "),
  add: leftAssociative(" + ", sum),
  subtract: leftAssociative(" - ", sum),
  multiply: leftAssociative("*", term),
  divide: leftAssociative("/", term),
  floorDivide: leftAssociative("//", term),
  mod: leftAssociative(" mod ", term),
  power: { text: "^", precedence: power, left: POSTFIX, right: sign },
};

/**
 * Prints an expression in canonical form, with brackets only where the grammar needs them and
 * around a postfix operand of a postfix operator. Parsing the text gives the same tree.
 */
export function printExpression(expression: Expression, brackets: Brackets = "needed"): string {
  const printed: Printed[] = [];
  for (const node of expression) {
    const operands = printed.splice(printed.length - operandCount(node));
    printed.push(printNode(node, operands, brackets));
  }
  return printed[0]!.text;
}

function printNode(
  node: ExpressionNode,
  operands: readonly Printed[],
  brackets: Brackets,
): Printed {
  const [first, second] = operands as [Printed, Printed];
  switch (node.kind) {
    case "number":
      return { text: node.text, precedence: PRIMARY };
    case "variable":
      return { text: node.name, precedence: PRIMARY };
    case "unary":
      return node.operator === "not"
        ? { text: `not ${enclose(first, not)}`, precedence: not }
        : { text: `-${enclose(first, sign)}`, precedence: sign };
    case "binary": {
      const { operator } = node;
      const { text, precedence, left, right } = NOTATIONS[operator];
      const aroundMod = brackets === "around mod" && precedence >= sum;
      const least = (operand: Printed, needed: number) =>
        aroundMod && operand.operator === "mod" ? PRIMARY : needed;
      return {
        text: enclose(first, least(first, left)) + text + enclose(second, least(second, right)),
        precedence,
        operator,
      };
    }
    case "factorial":
      return { text: enclose(first, PRIMARY) + "!".repeat(node.step), precedence: POSTFIX };
    case "call":
      if (node.name === "primorial") {
        return { text: `${enclose(first, PRIMARY)}#`, precedence: POSTFIX };
      }
      return { text: `${node.name}(${joined(operands)})`, precedence: PRIMARY };
    case "list":
      return { text: `[${joined(operands)}]`, precedence: PRIMARY };
  }
}

function enclose({ text, precedence }: Printed, least: number): string {
  return precedence < least ? `(${text})` : text;
}

function joined(operands: readonly Printed[]): string {
  return operands.map(({ text }) => text).join(", ");
}

function leftAssociative(text: string, precedence: number): Notation {
  return { text, precedence, left: precedence, right: precedence + 1 };
}

function unchained(text: string): Notation {
  return { text, precedence: comparison, left: sum, right: sum };
}
