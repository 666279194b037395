import assert from "node:assert/strict";
import {
  convolutionLength,
  nextConvolutionLength,
} from "../../../../domain/numbers/limbs/convolution_length.ts";

Deno.test("convolutionLength() is the least of 1, 1.25, 1.5 times 2ᵏ that suffices", () => {
  const answers = [
    [1, 16, 0],
    [16, 16, 0],
    [17, 32, 0],
    [64, 64, 0],
    [65, 64, 16],
    [80, 64, 16],
    [81, 64, 32],
    [96, 64, 32],
    [97, 128, 0],
    [2_500_000, 2_097_152, 524_288],
  ] as const;
  for (const [coefficients, large, small] of answers) {
    assert.deepEqual(convolutionLength(coefficients), { large, small }, `${coefficients}`);
  }
});

Deno.test("nextConvolutionLength() visits every length", () => {
  const lengths = [convolutionLength(1)];
  while (lengths.length < 8) lengths.push(nextConvolutionLength(lengths.at(-1)!));
  assert.deepEqual(
    lengths.map(({ large, small }) => large + small),
    [16, 32, 48, 64, 80, 96, 128, 160],
  );
});
