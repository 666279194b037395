import assert from "node:assert/strict";
import { VectorSlot } from "../../../../domain/numbers/limbs/complex_vector.ts";
import { Ring } from "../../../../domain/numbers/limbs/ring.ts";
import { Roots } from "../../../../domain/numbers/limbs/roots.ts";

const roots = new Roots();

Deno.test("a ring multiplies modulo x^2M + 1", () => {
  for (let bits = 3; bits <= 9; bits++) {
    const x = sequence(2 << bits, 3);
    const y = sequence(2 << bits, 7);
    const ring = new Ring(bits, roots);
    const [vx, vy] = [vectorOf(x), vectorOf(y)];
    const both = [vx, vy];
    ring.run(
      { forward: both, multiply: [{ x: vx, y: vy }, { x: vy, y: vy }], inverse: both },
      () => {},
    );
    assert.deepEqual(rounded(vx, ring.scale), negacyclicProduct(x, y), `product, M = 2^${bits}`);
    assert.deepEqual(rounded(vy, ring.scale), negacyclicProduct(y, y), `square, M = 2^${bits}`);
  }
});

Deno.test("a ring multiplies several vectors by one that was transformed before", () => {
  for (const bits of [5, 9]) {
    const ring = new Ring(bits, roots);
    const y = sequence(2 << bits, 7);
    const vy = vectorOf(y);
    ring.run({ forward: [vy], multiply: [], inverse: [] }, () => {});
    for (const factor of [3, 5]) {
      const x = sequence(2 << bits, factor);
      const vx = vectorOf(x);
      ring.run({ forward: [vx], multiply: [{ x: vx, y: vy }], inverse: [vx] }, () => {});
      assert.deepEqual(rounded(vx, ring.scale), negacyclicProduct(x, y));
    }
  }
});

Deno.test("the inverse transform undoes the transform, beyond the cached blocks", () => {
  for (const bits of [10, 11, 12, 13]) {
    const x = sequence(2 << bits, 5);
    const ring = new Ring(bits, roots);
    const vector = vectorOf(x);
    ring.run({ forward: [vector], multiply: [], inverse: [vector] }, () => {});
    assert.deepEqual(rounded(vector, ring.scale), x);
  }
});

Deno.test("a ring reports shares that add up to 1", () => {
  for (const [bits, reports] of [[5, 1], [16, 1], [17, 5], [18, 5]] as const) {
    const shares: number[] = [];
    const vector = new VectorSlot().vector(1 << bits);
    const steps = { forward: [vector], multiply: [], inverse: [] };
    new Ring(bits, roots).run(steps, (share) => shares.push(share));
    assert.equal(shares.length, reports);
    assert.equal(shares.reduce((sum, share) => sum + share), 1);
  }
});

function sequence(length: number, factor: number): number[] {
  return Array.from({ length }, (_, i) => i * i * factor % 1_000 - 500);
}

function vectorOf(values: readonly number[]) {
  const half = values.length / 2;
  const vector = new VectorSlot().vector(half);
  vector.re.set(values.slice(0, half));
  vector.im.set(values.slice(half));
  return vector;
}

function rounded({ re, im }: ReturnType<typeof vectorOf>, scale: number): number[] {
  return [...re, ...im].map((value) => Math.round(value * scale) + 0);
}

function negacyclicProduct(x: readonly number[], y: readonly number[]): number[] {
  const product = new Array<number>(x.length).fill(0);
  for (const [i, a] of x.entries()) {
    for (const [j, b] of y.entries()) {
      const k = i + j;
      if (k < x.length) product[k]! += a * b;
      else product[k - x.length]! -= a * b;
    }
  }
  return product;
}
