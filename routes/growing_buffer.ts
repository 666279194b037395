const FIRST_BYTES = 16 * 1024;

/** Bytes that arrive in pieces, in one buffer that doubles when it is full. */
export interface GrowingBuffer {
  /** Number of bytes. */
  readonly size: number;
  /** Number of bytes in memory. */
  readonly capacity: number;
  append(piece: Uint8Array): void;
  /** Returns the bytes, which remain valid until the next `append` or `free`. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** Empties the buffer and gives its memory back at once, without garbage collection. */
  free(): void;
}

export function createGrowingBuffer(): GrowingBuffer {
  let buffer = new ArrayBuffer();
  let size = 0;
  return {
    get size() {
      return size;
    },
    get capacity() {
      return buffer.byteLength;
    },
    append: (piece) => {
      const needed = size + piece.length;
      if (needed > buffer.byteLength) {
        buffer = buffer.transfer(Math.max(needed, 2 * buffer.byteLength, FIRST_BYTES));
      }
      new Uint8Array(buffer).set(piece, size);
      size = needed;
    },
    bytes: () => new Uint8Array(buffer, 0, size),
    free: () => {
      buffer = buffer.transfer(0);
      size = 0;
    },
  };
}
