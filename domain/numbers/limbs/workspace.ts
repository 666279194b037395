import { type ComplexVector, VectorSlot } from "./complex_vector.ts";
import { Ring } from "./ring.ts";
import { Roots } from "./roots.ts";

/** Bytes of vectors that are kept for the next calculation. */
const KEPT_BYTES = 64 * 2 ** 20;

/** Vectors that a convolution has at a time: two factors in two rings. */
export type SlotName = "xLarge" | "xSmall" | "yLarge" | "ySmall";

/**
 * Tables and memory for large products, for one calculation at a time. Worth keeping for the next:
 * making them takes a tenth of a large calculation's time.
 */
export class Workspace {
  readonly #roots: Roots;
  readonly #rings: Ring[] = [];
  #slots = newSlots();

  constructor(roots = new Roots()) {
    this.#roots = roots;
  }

  /** The ring of sequences of so many real numbers, a power of two of at least 16. */
  ring(length: number): Ring {
    const bits = 30 - Math.clz32(length);
    return this.#rings[bits] ??= new Ring(bits, this.#roots);
  }

  /** Memory for a sequence of so many real numbers; what the slot held before is gone. */
  vector(slot: SlotName, length: number): ComplexVector {
    return this.#slots[slot].vector(length >> 1);
  }

  /** Frees memory that is more than a calculation usually needs. */
  trim(): void {
    const bytes = Object.values(this.#slots).reduce((sum, slot) => sum + slot.bytes, 0);
    if (bytes > KEPT_BYTES) this.#slots = newSlots();
  }
}

function newSlots(): Record<SlotName, VectorSlot> {
  return {
    xLarge: new VectorSlot(),
    xSmall: new VectorSlot(),
    yLarge: new VectorSlot(),
    ySmall: new VectorSlot(),
  };
}
