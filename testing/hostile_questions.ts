import { nextPrime } from "../domain/numbers/integers/mod.ts";
import { supportedOptions } from "../domain/operations/options.ts";
import { type Operation, OPERATIONS } from "../domain/operations/mod.ts";
import type { Random } from "./seeded_random.ts";

/** A request that a malicious or careless client could send. */
export interface HostileQuestion {
  readonly operation: Operation;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface HostileSizes {
  /** Digits of the longest number that is written out. */
  readonly longest: number;
  /** Largest exponent of ten up to which numbers are likely to be computed with. */
  readonly magnitude: number;
}

/** Options in all combinations. */
const OPTIONS = [[], ["mod"], ["outline"], ["mod", "outline"]] as const;

/** Share of questions with an option that is bound to be refused. */
const REFUSED_SHARE = 0.1;

/** Share of fractions and decimals among the values of fields that take integers. */
const FRACTION_SHARE = 0.05;

/** Fields that take any rational number. */
const RATIONAL_FIELDS = ["pow.base", "decimal.value"];

/** Values that are no numbers. */
const NOT_NUMBERS = ["", " ", "abc", "0x10", "1_000", "+5", "1e", "1/0", "--1", null, true, {}, []];

/** Numbers at the borders of machine words, doubles and the limits of the service. */
const BORDERS = [
  "0",
  "-0",
  "1",
  "-1",
  "2",
  "-5",
  "3.5",
  "-0.7",
  "1e309",
  "-1e309",
  "9007199254740993",
  "18446744073709551616",
  "1e18",
  "-1e18",
  "8/27",
  "-8/27",
  "10/2",
  "0/5",
  "0.1",
  "1e-309",
  "1e-400",
  "2.5e-7",
  "1.7976931348623159e308",
  "1e999999",
  "-1e999999",
  "1e999998",
  "1e1000000",
  "1e999999999",
  "-1e999999999",
  "1e-999999999",
  "1e99999999999999999999",
];

/** Questions for all operations in turn, with every combination of options. */
export function* hostileQuestions(
  random: Random,
  sizes: HostileSizes,
): Generator<HostileQuestion, never> {
  for (;;) {
    for (const options of OPTIONS) {
      for (const operation of OPERATIONS) {
        const accepted: readonly string[] = supportedOptions(operation);
        const isRefused = options.length > 1 || options.some((name) => !accepted.includes(name));
        const given: readonly string[] = isRefused && random.unit() > REFUSED_SHARE ? [] : options;
        yield {
          operation,
          body: {
            ...hostileInput(operation, random, sizes),
            ...(given.includes("mod") && { mod: hostileModulus(random, sizes) }),
            ...(given.includes("outline") && { outline: hostileOutline(random) }),
          },
        };
      }
    }
  }
}

function hostileInput(
  { name: operation, input }: Operation,
  random: Random,
  sizes: HostileSizes,
): Record<string, unknown> {
  if (operation === "crt") return congruences(random, sizes);
  const fields = Object.keys(input().shape).map((name) => {
    const value = fieldValue(name, random, sizes);
    const isAllowed = RATIONAL_FIELDS.includes(`${operation}.${name}`) ||
      random.unit() < FRACTION_SHARE;
    return [name, isAllowed ? value : integersOf(value)];
  });
  return Object.fromEntries(fields);
}

/** The numbers without their fractions. */
function integersOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(integersOf);
  return typeof value === "string" ? value.replace(/[./].*$|e-.*$/, "") : value;
}

function fieldValue(name: string, random: Random, sizes: HostileSizes): unknown {
  if (random.unit() < 0.02) return random.pick(NOT_NUMBERS);
  if (name === "numbers") {
    const count = random.unit() < 0.05 ? random.pick([0, 1, 101]) : random.pick([2, 2, 3, 10, 100]);
    return Array.from({ length: count }, () => hostileNumber(random, shorter(sizes, count)));
  }
  if (name === "places") return random.pick(["0", "50", "50", "100000", "100000", "100001", "-1"]);
  if (name === "base" && random.unit() < 0.5) return random.pick(["2", "3", "10", "16", "36"]);
  return hostileNumber(random, sizes);
}

/** As many residues as moduli, mostly: otherwise the question is refused at once. */
function congruences(random: Random, sizes: HostileSizes): Record<string, unknown> {
  const count = random.pick([1, 2, 2, 3, 10, 100]);
  const part = shorter(sizes, 2 * count);
  const list = (length: number) =>
    Array.from({ length }, () => String(integersOf(hostileNumber(random, part))));
  const moduli = list(count).map((text) => random.unit() < 0.95 ? text.replace(/^-/, "") : text);
  return { residues: list(random.unit() < 0.95 ? count : count + 1), moduli };
}

function shorter({ longest, magnitude }: HostileSizes, count: number): HostileSizes {
  return { magnitude, longest: Math.max(Math.floor(longest / Math.max(count, 1)), 1) };
}

/** A number as text: near a power of ten, huge, fractional, negative, or of moderate size. */
export function hostileNumber(random: Random, { longest, magnitude }: HostileSizes): string {
  const sign = random.unit() < 0.15 ? "-" : "";
  switch (random.integer(0, 11)) {
    case 0:
      return random.pick(BORDERS);
    case 1:
      return sign + nearPowerOfTen(random, longest);
    case 2:
      return `${sign}${random.integer(1, 9)}e${logUniform(random, 0, Math.log10(longest))}`;
    case 3:
      return sign + random.digits(logUniform(random, 0, Math.log10(longest)));
    case 4:
      return `${sign}${ratio(random, Math.min(longest, 10_001))}`;
    case 5:
      return `${sign}${random.digits(random.integer(1, 30))}.${
        random.digits(random.integer(1, 30))
      }`;
    case 6:
      return `${sign}${random.digits(random.integer(1, 30))}e-${random.integer(1, 40)}`;
    case 7:
      return semiprime(random, random.integer(1, Math.min(40, Math.ceil(longest / 2))));
    default:
      return sign + String(logUniform(random, 0, magnitude));
  }
}

function nearPowerOfTen(random: Random, longest: number): string {
  const zeros = logUniform(random, 0, Math.log10(longest)) - 1;
  const distance = random.integer(0, 3);
  return random.unit() < 0.5
    ? "9".repeat(zeros) + String(9 - distance)
    : distance === 0
    ? `1${"0".repeat(zeros)}`
    : `1${"0".repeat(zeros)}${distance}`;
}

function ratio(random: Random, longest: number): string {
  const side = () => random.digits(logUniform(random, 0, Math.log10(longest)));
  return `${side()}/${side()}`;
}

/** A product of two primes of about the same length, which is the hardest case of factoring. */
function semiprime(random: Random, digits: number): string {
  const [p, q] = [
    nextPrime(BigInt(random.digits(digits))),
    nextPrime(BigInt(random.digits(digits))),
  ];
  return String(p * q);
}

function hostileModulus(random: Random, sizes: HostileSizes): unknown {
  switch (random.integer(0, 5)) {
    case 0:
      return random.pick([
        "1",
        "1",
        "0",
        "-5",
        "0.5",
        "1/2",
        "1e9999",
        "1e10000",
        "1e18",
        "",
        null,
      ]);
    case 1:
      return String(2n ** BigInt(random.integer(1, 300)));
    case 2:
      return `1e${random.integer(0, 400)}`;
    case 3:
      return semiprime(random, random.integer(1, 30));
    case 4:
      return random.digits(logUniform(random, 0, Math.min(4, Math.log10(sizes.longest))));
    default:
      return String(random.integer(1, 1_000));
  }
}

function hostileOutline(random: Random): unknown {
  if (random.unit() < REFUSED_SHARE) {
    return random.pick([{ leading: 51 }, { leading: 0 }, { trailing: -1 }, null, 1, "", false]);
  }
  return random.pick([
    true,
    {},
    "on",
    "20+20",
    { leading: 50, trailing: 50 },
    { leading: 50, trailing: 0 },
    { leading: 1, trailing: 50 },
  ]);
}

/** An integer from 10^from to 10^to whose logarithm is uniform. */
function logUniform(random: Random, from: number, to: number): number {
  return Math.max(1, Math.round(10 ** (from + random.unit() * (to - from))));
}
