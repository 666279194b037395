import type { ComputeContext } from "../compute_context.ts";
import { type BernoulliNumber, bernoulliNumbers } from "./bernoulli.ts";
import { arctanOfReciprocal, artanhOfReciprocal } from "./reciprocal_series.ts";
import { isLogarithmOf } from "./is_logarithm_of.ts";
import { integerRoot } from "../integers/integer_root.ts";
import { add, dropBits, type Interval, multiply, subtract } from "./interval.ts";
import { ln } from "./ln.ts";

/** Extra bits, so that a constant at reduced precision is at most 2 units wide. */
const GUARD_BITS = 32;

const LEAST_BERNOULLI_NUMBERS = 16;

interface Kept {
  readonly value: Interval;
  readonly bits: number;
}

/** Series for the logarithms that are checked by exponentials. */
export interface LogarithmSeries {
  ln2(bits: number, context: ComputeContext): Interval;
  ln5Over4(bits: number, context: ComputeContext): Interval;
}

/**
 * Constants as intervals of at most 2 units of 2^−bits, cached at the highest precision requested.
 */
export class LogarithmConstants {
  readonly #kept = new Map<string, Kept>();
  readonly #series: LogarithmSeries;
  #bernoulli: readonly BernoulliNumber[] = [];

  /** Tests pass other series than the default. */
  constructor(series: Partial<LogarithmSeries> = {}) {
    this.#series = { ln2: ln2BySeries, ln5Over4: ln5Over4BySeries, ...series };
  }

  /** ln 2. The sum of the series is checked by an exponential; throws an Error if that fails. */
  ln2(bits: number, context: ComputeContext): Interval {
    return this.#at("ln 2", bits, (places) => {
      const value = this.#series.ln2(places, context);
      return checked(value, { number: 2n, bits: places }, context);
    });
  }

  /** ln 10 = 3 ln 2 + ln(5/4), checked like ln 2. */
  ln10(bits: number, context: ComputeContext): Interval {
    return this.#at("ln 10", bits, (places) => {
      const fine = places + GUARD_BITS;
      const sum = add(multiply(this.ln2(fine, context), 3n), this.#series.ln5Over4(fine, context));
      return checked(dropBits(sum, GUARD_BITS), { number: 10n, bits: places }, context);
    });
  }

  /** ln 5 = ln 10 − ln 2. */
  ln5(bits: number, context: ComputeContext): Interval {
    return this.#at(
      "ln 5",
      bits,
      (places) => subtract(this.ln10(places, context), this.ln2(places, context)),
    );
  }

  /** π = 16 arctan(1/5) − 4 arctan(1/239) (Machin 1706). */
  pi(bits: number, context: ComputeContext): Interval {
    return this.#at("π", bits, (places) =>
      subtract(
        multiply(arctanOfReciprocal(5n, places, context), 16n),
        multiply(arctanOfReciprocal(239n, places, context), 4n),
      ));
  }

  /** ln 2π = ln(π/2) + 2 ln 2. */
  ln2Pi(bits: number, context: ComputeContext): Interval {
    return this.#at("ln 2π", bits, (places) => {
      // π/2 is π with one more binary place, and ln' < 1 on [1, 2).
      const { lo, hi } = this.pi(places - 1, context);
      const lower = ln(lo, places, context);
      return add(
        { lo: lower.lo, hi: lower.hi + hi - lo },
        multiply(this.ln2(places, context), 2n),
      );
    });
  }

  /** ln φ, with φ = (1 + √5)/2 the golden ratio. */
  lnPhi(bits: number, context: ComputeContext): Interval {
    return this.#at("ln φ", bits, (places) => {
      const scale = BigInt(places);
      const root = integerRoot(5n << (2n * scale), 2).root;
      // φ lies between this and the next unit.
      const lower = ln(((1n << scale) + root) >> 1n, places, context);
      return { lo: lower.lo, hi: lower.hi + 1n };
    });
  }

  /** |B_2j| for j ≥ 1. */
  bernoulli(j: number, context: ComputeContext): BernoulliNumber {
    if (j > this.#bernoulli.length) {
      const count = Math.max(LEAST_BERNOULLI_NUMBERS, Math.ceil(1.5 * j));
      this.#bernoulli = bernoulliNumbers(count, context);
    }
    return this.#bernoulli[j - 1]!;
  }

  #at(name: string, bits: number, compute: (places: number) => Interval): Interval {
    let kept = this.#kept.get(name);
    if (kept === undefined || kept.bits < bits + GUARD_BITS) {
      const places = bits + GUARD_BITS;
      kept = { value: compute(places), bits: places };
      this.#kept.set(name, kept);
    }
    return dropBits(kept.value, kept.bits - bits);
  }
}

/** ln 2 = 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749). */
export function ln2BySeries(bits: number, context: ComputeContext): Interval {
  const places = bits + GUARD_BITS;
  const first = multiply(artanhOfReciprocal(26n, places, context), 18n);
  const second = multiply(artanhOfReciprocal(4801n, places, context), 2n);
  const third = multiply(artanhOfReciprocal(8749n, places, context), 8n);
  return dropBits(add(subtract(first, second), third), GUARD_BITS);
}

/** ln(5/4) = 2 artanh(1/9). */
export function ln5Over4BySeries(bits: number, context: ComputeContext): Interval {
  return multiply(artanhOfReciprocal(9n, bits, context), 2n);
}

function checked(
  value: Interval,
  { number, bits }: { readonly number: bigint; readonly bits: number },
  context: ComputeContext,
): Interval {
  if (isLogarithmOf(value, { number, bits }, context)) return value;
  throw new Error(`The exponential of ln ${number} is not ${number}`);
}
