import assert from "node:assert/strict";
import { largeFactorial } from "../../../../domain/numbers/large/factorial.ts";
import { primesUpTo } from "../../../../domain/numbers/large/primes.ts";
import { Multiplier } from "../../../../domain/numbers/limbs/multiplier.ts";
import { Meter } from "../../../../domain/numbers/meter.ts";
import { RecordingContext } from "../recording_context.ts";

Deno.test("largeFactorial() has a checkpoint for every 4,096 primes", () => {
  const sieve = new RecordingContext();
  const primes = primesUpTo(100_000, new Meter(sieve));
  let [checkpoints, beforeProgress] = [0, 0];
  const context = {
    checkpoint: () => checkpoints++,
    onProgress: () => beforeProgress ||= checkpoints,
  };
  largeFactorial(100_000, Multiplier.for(context));
  assert.equal(beforeProgress, sieve.checkpoints + Math.ceil(primes.length / 4_096) + 1);
});
