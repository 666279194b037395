import assert from "node:assert/strict";
import { catalan, catalanSeconds } from "../../../domain/numbers/catalan.ts";
import { smallPrimes } from "../../../domain/numbers/integers/small_primes.ts";
import { lucas, lucasSeconds } from "../../../domain/numbers/lucas.ts";
import {
  Cancelled,
  type ComputeContext,
  type DecimalText,
  NEVER_CANCELLED,
  parseDecimal,
} from "../../../domain/numbers/mod.ts";
import { multifactorial, multifactorialSeconds } from "../../../domain/numbers/multifactorial.ts";
import { primorial, primorialDigits, primorialSeconds } from "../../../domain/numbers/primorial.ts";
import { subfactorial, subfactorialSeconds } from "../../../domain/numbers/subfactorial.ts";
import { summary } from "./combinatorics_values.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

type Sequence = (n: number, context: ComputeContext) => DecimalText;

const triple: Sequence = (n, context) => multifactorial(BigInt(n), 3n, context);
const hundredfold: Sequence = (n, context) => multifactorial(BigInt(n), 100n, context);

const SEQUENCES: Readonly<
  Record<string, {
    readonly sequence: Sequence;
    readonly seconds: (n: number) => number;
    readonly large: number;
  }>
> = {
  catalan: { sequence: catalan, seconds: catalanSeconds, large: 50_000 },
  lucas: { sequence: lucas, seconds: lucasSeconds, large: 1_000_001 },
  "multifactorial by 3": {
    sequence: triple,
    seconds: (n) => multifactorialSeconds(BigInt(n), 3n),
    large: 50_000,
  },
  "multifactorial by 100": {
    sequence: hundredfold,
    seconds: (n) => multifactorialSeconds(BigInt(n), 100n),
    large: 1_000_000,
  },
  primorial: { sequence: primorial, seconds: primorialSeconds, large: 200_000 },
  subfactorial: { sequence: subfactorial, seconds: subfactorialSeconds, large: 10_000 },
};

for (const [name, { sequence, seconds, large }] of Object.entries(SEQUENCES)) {
  Deno.test(`${name} reports progress, and stops when any checkpoint throws`, () => {
    const whole = new RecordingContext();
    sequence(large, whole);
    whole.assertProgress();
    for (const last of [1, 5, whole.checkpoints]) {
      const work = new RecordingContext(last);
      assert.throws(() => sequence(large, work), Cancelled);
      assert.equal(work.checkpoints, last);
    }
  });

  Deno.test(`the predicted time of ${name} grows`, () => {
    const times = [0, 3, 100, 5_000, 50_000, 500_000, 5_000_000].map(seconds);
    assert.deepEqual(times, times.toSorted((a, b) => a - b));
    assert.ok(times[0]! > 0 && times[0]! < 1e-4 && times.at(-1)! < 60);
  });
}

Deno.test("catalan() satisfies (n + 1) · C(n) = (4n − 2) · C(n − 1)", () => {
  let previous = 1n;
  for (let n = 0; n <= 1_200; n++) {
    const current = value(catalan, n);
    if (n > 0) assert.equal(BigInt(n + 1) * current, BigInt(4 * n - 2) * previous, String(n));
    previous = current;
  }
  const text = textOf(catalan(1_000, NEVER_CANCELLED));
  assert.deepEqual(summary(text), [598, "20461055214680216926", "64244732001962029120"]);
});

Deno.test("lucas() satisfies its recurrence", () => {
  let [current, next] = [2n, 1n];
  for (let n = 0; n <= 500; n++) {
    assert.equal(value(lucas, n), current);
    [current, next] = [next, current + next];
  }
  for (const n of [10_001, 12_344, 12_345, 50_000, 50_001, 70_002, 70_003]) {
    assert.equal(value(lucas, n + 2), value(lucas, n + 1) + value(lucas, n), String(n));
  }
  for (const n of [-1, -2, -500, -501, -12_344, -12_345]) {
    assert.equal(value(lucas, n), value(lucas, n + 2) - value(lucas, n + 1), String(n));
    assert.equal(value(lucas, n), (n % 2 === 0 ? 1n : -1n) * value(lucas, -n), String(n));
    assert.equal(lucasSeconds(n), lucasSeconds(-n));
  }
  const text = textOf(lucas(10 ** 6, NEVER_CANCELLED));
  assert.deepEqual(summary(text), [208_988, "43676716190260397372", "15558191651611328127"]);
});

Deno.test("multifactorial() equals the plain product", () => {
  for (const k of [1, 2, 3, 4, 6, 8, 9, 10, 100]) {
    for (const n of [0, 1, 2, 9, 10, 99, 100, 3_000, 3_001, 3_006, 4_096, 9_900]) {
      let expected = 1n;
      for (let factor = n; factor > 0; factor -= k) expected *= BigInt(factor);
      const product = multifactorial(BigInt(n), BigInt(k), NEVER_CANCELLED);
      assert.equal(valueOf(product), expected, `${n}, ${k}`);
    }
  }
  const [digits, first] = summary(textOf(triple(10 ** 6, NEVER_CANCELLED)));
  assert.deepEqual([digits, first], [1_855_239, "16724241054417333829"]);
});

Deno.test("multifactorial() accepts integers beyond the range of doubles", () => {
  const n = 3n * 10n ** 400n;
  const cases = [[n, n / 2n, n * n / 2n], [n, n, n], [3n, n, 3n], [0n, n, 1n], [
    10n ** 3_000n,
    10n ** 2_999n * 5n,
    5n * 10n ** 5_999n,
  ]] as const;
  for (const [n, k, expected] of cases) {
    assert.equal(valueOf(multifactorial(n, k, NEVER_CANCELLED)), expected);
    const seconds = multifactorialSeconds(n, k);
    assert.ok(seconds > 1e-6 && seconds < 1e-2, `${seconds}`);
  }
});

Deno.test("primorial() is the product of the primes", () => {
  let expected = 1n;
  const primes = new Set(smallPrimes(3_000));
  for (let n = 0; n <= 3_000; n++) {
    if (primes.has(n)) expected *= BigInt(n);
    assert.equal(value(primorial, n), expected);
  }
  const text = textOf(primorial(10 ** 6, NEVER_CANCELLED));
  assert.deepEqual(summary(text), [433_637, "14705552760839308761", "26784753963694338690"]);
});

Deno.test("subfactorial() satisfies !n = n · !(n − 1) + (−1)^n", () => {
  let expected = 1n;
  for (let n = 0; n <= 900; n++) {
    if (n > 0) expected = BigInt(n) * expected + (n % 2 === 0 ? 1n : -1n);
    assert.equal(value(subfactorial, n), expected, String(n));
  }
  assert.match(
    textOf(subfactorial(100, NEVER_CANCELLED)),
    /^343327959841638047.*6854137069878601$/,
  );
  const text = textOf(subfactorial(10_000, NEVER_CANCELLED));
  assert.equal(text.length, 35_660);
  assert.match(text, /^104708042084.*539696860001$/);
});

function value(sequence: Sequence, n: number): bigint {
  return valueOf(sequence(n, NEVER_CANCELLED));
}

Deno.test("primorialDigits() is a close upper bound", () => {
  for (const n of [0, 1, 2, 30, 1_000, 100_000, 1_000_000]) {
    const digits = textOf(primorial(n, NEVER_CANCELLED)).length;
    const bound = Number(primorialDigits(parseDecimal(String(n))));
    assert.ok(bound >= digits && bound <= digits * 1.2 + 3, `${n}: ${bound} for ${digits}`);
  }
  assert.equal(primorialDigits(parseDecimal("1e30")), 45n * 10n ** 28n);
});
