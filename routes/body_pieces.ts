/** Bytes that one read of a longer body may return. */
export const PIECE_BYTES = 32 * 1024;

/** The pieces of a body; each is valid until the next is read. */
export interface Pieces {
  /** Resolves with undefined after the last piece. */
  next(): Promise<Uint8Array | undefined>;
  cancel(reason: unknown): Promise<void>;
}

/**
 * Reads into one small buffer, because Deno allocates 64 KiB for each piece otherwise, even if it is
 * a single byte. Over HTTP/2, Deno 2.9 has bodies that cannot be read so.
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
  let buffer = new ArrayBuffer(PIECE_BYTES);
  return {
    async next() {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (done) return undefined;
      buffer = value.buffer;
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
