import { type ComplexVector, VectorSlot } from "./complex_vector.ts";
import type { Limbs } from "./limbs.ts";
import { Ring } from "./ring.ts";
import { Roots } from "./roots.ts";

/** Maximum memory for vectors that is kept for the next calculation. */
const KEPT_BYTES = 64 * 2 ** 20;

/** Numbers of up to this many limbs share buffers, which makes allocation 7 times as fast. */
const SHORT_NUMBER = 2_000;
const BUFFER_LIMBS = 32_768;

/** Vectors of a convolution: two factors in two rings. */
export type SlotName = "xLarge" | "xSmall" | "yLarge" | "ySmall";

/**
 * Tables and memory for large products, used by one calculation at a time. Keep it for the next
 * one: creating it takes a tenth of the time of a large calculation.
 */
export class Workspace {
  readonly #roots: Roots;
  readonly #rings: Ring[] = [];
  #slots: Partial<Record<SlotName, VectorSlot>> = {};
  #buffer = new ArrayBuffer();
  #used = 0;

  constructor(roots = new Roots()) {
    this.#roots = roots;
  }

  /** The ring for sequences of `length` real numbers, a power of two ≥ 16. */
  ring(length: number): Ring {
    const bits = 30 - Math.clz32(length);
    return this.#rings[bits] ??= new Ring(bits, this.#roots);
  }

  /** Memory for a sequence of `length` real numbers, with undefined contents; reuses the slot. */
  vector(slot: SlotName, length: number): ComplexVector {
    return (this.#slots[slot] ??= new VectorSlot()).vector(length >> 1);
  }

  /** A new number of `length` limbs, all 0. */
  limbs(length: number): Limbs {
    if (length > SHORT_NUMBER) return new Int16Array(length);
    const bytes = length * Int16Array.BYTES_PER_ELEMENT;
    if (this.#used + bytes > this.#buffer.byteLength) {
      this.#buffer = new ArrayBuffer(BUFFER_LIMBS * Int16Array.BYTES_PER_ELEMENT);
      this.#used = 0;
    }
    const limbs = new Int16Array(this.#buffer, this.#used, length);
    this.#used += bytes;
    return limbs;
  }

  /** Frees the vectors if they take more memory than a calculation usually needs. */
  trim(): void {
    const bytes = Object.values(this.#slots).reduce((sum, slot) => sum + slot.bytes, 0);
    if (bytes > KEPT_BYTES) this.#slots = {};
  }
}
