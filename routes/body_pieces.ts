/** Bytes that one read of a longer body may return. */
export const PIECE_BYTES = 32 * 1024;

/** Bytes that the first read may return. */
const FIRST_PIECE_BYTES = 1_024;

/** The pieces of a body; each is valid until the next is read. */
export interface Pieces {
  /** Resolves with undefined after the last piece. */
  next(): Promise<Uint8Array | undefined>;
  cancel(reason: unknown): Promise<void>;
}

/**
 * Reads into one small buffer, because Deno allocates 64 KiB for each piece otherwise, even if it is
 * a single byte. The buffer grows when a piece fills it: over HTTP/1.1, Deno takes as much from the
 * client with each read, and moves all of it with each chunk. Over HTTP/2, Deno 2.9 has bodies that
 * cannot be read so.
 */
export function openPieces(body: ReadableStream<Uint8Array>): Pieces {
  const reader = byteReader(body);
  if (!reader) {
    const others = body.getReader();
    return {
      next: async () => (await others.read()).value,
      cancel: (reason) => others.cancel(reason),
    };
  }
  let buffer = new ArrayBuffer(FIRST_PIECE_BYTES);
  let isFilled = false;
  return {
    async next() {
      if (isFilled) buffer = new ArrayBuffer(Math.min(2 * buffer.byteLength, PIECE_BYTES));
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return undefined;
      buffer = value.buffer;
      isFilled = value.length === buffer.byteLength && buffer.byteLength < PIECE_BYTES;
      return value;
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

/** Undefined if the body is not a stream of bytes. */
function byteReader(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: "byob" });
  } catch (error) {
    if (error instanceof TypeError && !body.locked) return undefined;
    throw error;
  }
}
