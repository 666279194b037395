import type { ComputeContext } from "../../../numbers/mod.ts";
import {
  chineseRemainder,
  chineseRemainderSeconds,
  modInverse,
  modInverseSeconds,
  modPower,
  multiplicativeOrder,
  multiplicativeOrderSeconds,
  NotInvertible,
} from "../../../numbers/integers/mod.ts";
import { gcd, kronecker, kroneckerSeconds } from "../../../numbers/integers/mod.ts";
import { predictSeconds } from "../../../numbers/integer/mod.ts";
import { predictPowerResidueSeconds } from "../../../numbers/residue/mod.ts";
import { invalidExpression } from "../../expression_error.ts";
import { tooCostly } from "../at_place.ts";
import { bigintOf, bitsOf, digitsOf, integerOf, requireInteger, wrongType } from "../operands.ts";
import type { Operand, Rule } from "../rule.ts";
import { integerSize, type Size } from "../size.ts";
import type { EvaluationTools } from "../tools.ts";
import { integerValue } from "../value.ts";

const MAX_SIEVE_SECONDS = 5;

/** b^e modulo m ≥ 1; a negative e needs the inverse of b. */
export const powmod: Rule = {
  predict(operands, { tools }) {
    operands.forEach((operand) => requireInteger(operand));
    const [base, exponent, modulus] = operands.map((operand) => bitsOf(operand, tools));
    const powerSeconds = predictPowerResidueSeconds(ofBits(exponent!), ofBits(modulus!));
    return {
      type: "number",
      size: residueSize(operands[2]!),
      seconds: powerSeconds + modInverseSeconds(modulus!) + 1e-8 * base!,
      isEager: true,
    };
  },
  resolve([b, e, m], contexts, { tools }) {
    if (!e!.value || !m!.value) return undefined;
    const [exponent, modulus] = [bigintOf(e!, tools), bigintOf(m!, tools, 1n)];
    const plan = contexts.integerResidue(b!, modulus);
    return {
      type: "number",
      size: residueSize(m!),
      seconds: plan.seconds + predictPowerResidueSeconds(exponent, modulus),
      compute: ({ context }) =>
        integerValue(signedPower(plan.compute(context), exponent, modulus, context)),
    };
  },
  compute([b, e, m], { tools }) {
    const [exponent, modulus] = [bigintOf(e!, tools), bigintOf(m!, tools, 1n)];
    const base = remainderBy(modulus, b!, tools);
    return integerValue(signedPower(base, exponent, modulus, tools.context));
  },
};

function signedPower(base: bigint, exponent: bigint, m: bigint, context: ComputeContext): bigint {
  const root = exponent < 0n ? modInverse(base, m, context) : base;
  return modPower(root, exponent < 0n ? -exponent : exponent, m, context);
}

/** The x with a·x ≡ 1 modulo m ≥ 1. */
export const modinv: Rule = {
  predict(operands, { tools }) {
    operands.forEach((operand) => requireInteger(operand));
    const [a, m] = operands.map((operand) => digitsOf(operand, tools)) as [number, number];
    return {
      type: "number",
      size: residueSize(operands[1]!),
      seconds: modInverseSeconds(bitsOf(operands[1]!, tools)) +
        predictSeconds.quotientAndRemainder(a, m),
      isEager: true,
    };
  },
  resolve([a, m], contexts, { tools }) {
    if (!m!.value || a!.value) return undefined;
    const modulus = bigintOf(m!, tools, 1n);
    const plan = contexts.integerResidue(a!, modulus);
    return {
      type: "number",
      size: residueSize(m!),
      seconds: plan.seconds + modInverseSeconds(bitsOf(m!, tools)),
      compute: ({ context }) => integerValue(modInverse(plan.compute(context), modulus, context)),
    };
  },
  compute([a, m], { tools }) {
    const modulus = bigintOf(m!, tools, 1n);
    return integerValue(modInverse(remainderBy(modulus, a!, tools), modulus, tools.context));
  },
};

/** The least non-negative x ≡ residues[i] modulo moduli[i]. */
export const crt: Rule = {
  predict(operands, { tools, span }) {
    for (const operand of operands) {
      if (operand.type !== "list") throw wrongType(operand, "a list");
    }
    const [residues, moduli] = operands.map(({ items = [] }) => items) as [Operand[], Operand[]];
    if (residues.length !== moduli.length) {
      throw invalidExpression(
        `there are ${residues.length} residues, but ${moduli.length} moduli`,
        span,
      );
    }
    for (const item of [...residues, ...moduli]) requireInteger(item);
    const bits = [...residues, ...moduli].reduce((sum, item) => sum + bitsOf(item, tools), 0);
    const most = moduli.reduce((sum, { size }) => sum + Math.max(size.magnitude.most, 0), 0);
    return {
      type: "number",
      size: integerSize({ least: -Infinity, most }),
      seconds: chineseRemainderSeconds(bits),
      isEager: true,
    };
  },
  compute([residues, moduli], { tools }) {
    const congruences = residues!.items!.map((item, i) => ({
      residue: bigintOf(item, tools),
      modulus: bigintOf(moduli!.items![i]!, tools, 1n),
    }));
    return integerValue(chineseRemainder(congruences, tools.context).residue);
  },
};

/** The least k ≥ 1 with a^k ≡ 1 modulo m. */
export const order: Rule = {
  predict(operands, { tools }) {
    operands.forEach((operand) => requireInteger(operand));
    return {
      type: "number",
      size: residueSize(operands[1]!),
      seconds: multiplicativeOrderSeconds(bitsOf(operands[1]!, tools), MAX_SIEVE_SECONDS),
      isEager: true,
    };
  },
  compute([a, m], { tools, span }) {
    const [base, modulus] = [bigintOf(a!, tools), bigintOf(m!, tools, 1n)];
    const divisor = gcd(base, modulus, tools.context);
    if (divisor !== 1n) throw new NotInvertible(divisor);
    const found = multiplicativeOrder(base, modulus, {
      maxSeconds: MAX_SIEVE_SECONDS,
      context: tools.context,
    });
    if (found === undefined) throw tooCostly("the modulus takes too long to be factored", span);
    tools.primality.used(found.certainty);
    return integerValue(found.order);
  },
};

/** The Kronecker symbol (a/n): the Jacobi symbol for odd n > 0. */
export const jacobi: Rule = {
  predict(operands, { tools }) {
    operands.forEach((operand) => requireInteger(operand));
    const bits = Math.max(...operands.map((operand) => bitsOf(operand, tools)));
    return {
      type: "number",
      size: integerSize({ least: -Infinity, most: 0 }),
      seconds: kroneckerSeconds(bits),
      isEager: true,
    };
  },
  compute: ([a, n], { tools }) =>
    integerValue(kronecker(bigintOf(a!, tools), bigintOf(n!, tools), tools.context)),
};

/** a modulo m, for an integer a of any length. */
function remainderBy(m: bigint, a: Operand, { integers }: EvaluationTools): bigint {
  const modulus = integers.fromBigint(m);
  return integers.toBigint(integers.quotientAndRemainder(integerOf(a), modulus).remainder);
}

function residueSize(modulus: Operand): Size {
  return integerSize({ least: -Infinity, most: Math.max(modulus.size.magnitude.most, 0) });
}

/** A number for predictions that depend on the length only. */
function ofBits(bits: number): bigint {
  return 1n << BigInt(Math.max(Math.min(bits, 1_000_000) - 1, 0));
}
