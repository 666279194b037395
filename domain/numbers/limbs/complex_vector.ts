/** Complex numbers, real and imaginary parts apart. */
export interface ComplexVector {
  readonly re: Float64Array<ArrayBuffer>;
  readonly im: Float64Array<ArrayBuffer>;
}

/**
 * Doubles between the two parts in memory: side by side, vectors of a power of two would share cache
 * sets, which costs up to 1.7 times the time.
 */
const GAP = 264;

/** Complex vectors of changing length in one piece of memory, which grows when needed. */
export class VectorSlot {
  #memory = new Float64Array();
  readonly #views = new Map<number, ComplexVector>();

  /** The slot as a vector of so many numbers, with whatever they were before. */
  vector(length: number): ComplexVector {
    return this.#views.get(length) ?? this.#newView(length);
  }

  get bytes(): number {
    return this.#memory.byteLength;
  }

  #newView(length: number): ComplexVector {
    const doubles = 2 * length + GAP;
    if (this.#memory.length < doubles) {
      this.#views.clear();
      this.#memory = new Float64Array(doubles);
    }
    const view = {
      re: this.#memory.subarray(0, length),
      im: this.#memory.subarray(length + GAP, doubles),
    };
    this.#views.set(length, view);
    return view;
  }
}
