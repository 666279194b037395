const DEEP = 4_990;

/** Sums of different reciprocals have denominators of hundreds of digits. */
const RECIPROCALS = Array.from({ length: 300 }, (_, index) => `1/${index + 1}`).join(" + ");

/**
 * Expressions that make other calculators hang, run out of memory or overflow the stack. Different
 * numbers give different questions, so that none is cached.
 */
export function hostileExpressions(number: number): readonly string[] {
  return [
    `9^9^9^9 - 9^9^9^${number}`,
    `((((${number}!)!)!)!)!`,
    `((700 + ${number})!)!`,
    `2^(10^18) - 2^(10^18 - ${number})`,
    `10^10^10 = 2^10^10*5^(10^10 + ${number})`,
    `2^(2^(10^10) - 2^(10^10)) + ${number}`,
    `2^3^5^7^${number} mod 1000000007`,
    `digits((10^18 + ${number})!)`,
    `(1500000 + ${number})! mod 1000000007`,
    `fibonacci(3000000 + ${number})`,
    `factor(10^60 + ${number})`,
    `partitions(1000000 + ${number})`,
    `(${RECIPROCALS})^${number % 20}`,
    `${number} + ${Array(300).fill("3^50000").join(" + ")}`,
    `[${"[1, [2, 3]], ".repeat(700)}${number}]`,
    `max(${"factor(10^20), ".repeat(98)}${number})`,
    "(".repeat(DEEP) + number + ")".repeat(DEEP),
    "-".repeat(DEEP) + number,
    `${number}${"!".repeat(DEEP)}`,
    Array.from({ length: 900 }, (_, index) => `x${index}`).join(" + ") + number,
  ];
}
