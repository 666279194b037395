import assert from "node:assert/strict";
import { bell, bellDigits, bellSeconds } from "../../../domain/numbers/bell.ts";
import { Cancelled, NEVER_CANCELLED } from "../../../domain/numbers/mod.ts";
import { textOf, valueOf } from "../../../testing/exact_value.ts";
import { RecordingContext } from "./recording_context.ts";

/** OEIS A000110. */
const FIRST = [1n, 1n, 2n, 5n, 15n, 52n, 203n, 877n, 4_140n, 21_147n, 115_975n, 678_570n];

Deno.test("bell() equals the first entries of the Bell triangle", () => {
  FIRST.forEach((expected, n) => assert.equal(value(n), expected));
  let row = [1n];
  for (let n = 1; n <= 300; n++) {
    assert.equal(value(n), row.at(-1)!, String(n));
    const next = [row.at(-1)!];
    for (const entry of row) next.push(next.at(-1)! + entry);
    row = next;
  }
  assert.match(
    textOf(bell(100, NEVER_CANCELLED)),
    /^47585391276764833658[0-9]*56306953557882560751$/,
  );
});

Deno.test("bell() satisfies Touchard's congruence", () => {
  for (const [n, p] of [[700, 13], [1_200, 101], [1_500, 503]] as const) {
    const difference = value(n + p) - value(n) - value(n + 1);
    assert.equal(difference % BigInt(p), 0n, `${n}, ${p}`);
  }
});

Deno.test("bell() reports progress, and stops when any checkpoint throws", () => {
  const whole = new RecordingContext();
  bell(1_000, whole);
  assert.ok(whole.fractions.length > 10);
  assert.deepEqual(whole.fractions, whole.fractions.toSorted((a, b) => a - b));
  for (const last of [1, 5, whole.checkpoints]) {
    assert.throws(() => bell(1_000, new RecordingContext(last)), Cancelled);
  }
});

Deno.test("bellDigits() is an upper bound", () => {
  for (const n of [0, 1, 2, 3, 10, 100, 500, 1_500]) {
    const digits = textOf(bell(n, NEVER_CANCELLED)).length;
    assert.ok(bellDigits(n) >= digits && bellDigits(n) <= 1.1 * digits + 2, `${n}`);
  }
  assert.equal(bellDigits(Infinity), Infinity);
});

Deno.test("bellSeconds() grows, and bell() rejects numbers without a prediction", () => {
  const seconds = [0, 1, 10, 100, 10_000, 200_000, 10 ** 9].map(bellSeconds);
  assert.deepEqual(seconds, seconds.toSorted((a, b) => a - b));
  assert.equal(seconds.at(-1), Infinity);
  assert.throws(() => bell(10 ** 9, NEVER_CANCELLED), RangeError);
});

function value(n: number): bigint {
  return valueOf(bell(n, NEVER_CANCELLED));
}
