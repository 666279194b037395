import { factorialDigits, fibonacciDigits, parseDecimal } from "../../domain/numbers/mod.ts";

/** A calculation performed by every contender. */
export interface Case {
  readonly operation: "factorial" | "fibonacci" | "pow";
  readonly arguments: readonly number[];
  readonly digits: number;
  /** Largest allowed ratio of the kernel's time to GMP's, if the case has a goal. */
  readonly goal: number | undefined;
}

const SIZES = [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

const GOALS: readonly Case[] = [
  factorial(10_000, 0.9),
  factorial(100_000, 0.35),
  factorial(1_000_000, 0.2),
  fibonacci(10_000_000, 0.16),
  power(1_000_000, 0.17),
  power(10_000_000, 0.1),
];

/** Goals for results of ten thousand digits. */
const TEN_THOUSAND = { factorial: 1.5, fibonacci: 1, pow: 1 };

/** Cases of up to `largest` digits, sorted by operation and size. */
export function cases(largest: number): Case[] {
  const sized = SIZES.flatMap((size) => {
    const goal = (operation: Case["operation"]) =>
      size === 10_000 ? TEN_THOUSAND[operation] : undefined;
    return [
      factorial(largestWith(size, (n) => Number(factorialDigits(n))), goal("factorial")),
      fibonacci(largestWith(size, (n) => Number(fibonacciDigits(n))), goal("fibonacci")),
      power(Math.floor((size - 1) / Math.log10(3)) + 1, goal("pow")),
    ];
  });
  const order = (a: Case, b: Case) => a.operation.localeCompare(b.operation) || a.digits - b.digits;
  return [...sized, ...GOALS].filter(({ digits }) => digits <= largest).sort(order);
}

function factorial(n: number, goal?: number): Case {
  const digits = Number(factorialDigits(parseDecimal(String(n))));
  return { operation: "factorial", arguments: [n], digits, goal };
}

function fibonacci(n: number, goal?: number): Case {
  const digits = Number(fibonacciDigits(parseDecimal(String(n))));
  return { operation: "fibonacci", arguments: [n], digits, goal };
}

function power(exponent: number, goal?: number): Case {
  const digits = Math.floor(exponent * Math.log10(3)) + 1;
  return { operation: "pow", arguments: [3, exponent], digits, goal };
}

/** The largest n whose result has at most `digits` digits. */
function largestWith(digits: number, digitsOf: (n: ReturnType<typeof parseDecimal>) => number) {
  let [low, high] = [1, 5 * digits];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (digitsOf(parseDecimal(String(middle))) <= digits) low = middle;
    else high = middle - 1;
  }
  return low;
}
