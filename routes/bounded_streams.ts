import { ServiceError } from "../domain/errors.ts";

/** Bytes passed to a connection at a time, which bounds its buffer. */
const SLICE_BYTES = 64 * 1024;

/** A client that reads nothing for this long is disconnected. */
const STALL_MS = 30_000;

/** Bytes in flight above which a user with an answer in flight gets no other. */
const MAX_BYTES_IN_FLIGHT = 2 ** 30;

/** Bytes in flight of one user above which the user gets no further answer. */
const MAX_BYTES_PER_USER = 128 * 2 ** 20;

/**
 * Streams of long answers, sent as fast as their clients read. Each user can have one answer in
 * flight; more than one is bounded by size.
 */
export interface BoundedStreams {
  /** Concatenates the parts. Throws `overloaded` if the user has too many bytes in flight. */
  stream(userId: string, ...parts: readonly Uint8Array[]): ReadableStream<Uint8Array>;
}

export interface BoundedStreamsOptions {
  readonly maxBytesInFlight?: number;
  readonly maxBytesPerUser?: number;
  readonly stallMs?: number;
}

export function createBoundedStreams(options: BoundedStreamsOptions = {}): BoundedStreams {
  const { maxBytesInFlight = MAX_BYTES_IN_FLIGHT, stallMs = STALL_MS } = options;
  const { maxBytesPerUser = MAX_BYTES_PER_USER } = options;
  const bytesByUser = new Map<string, number>();
  let bytesInFlight = 0;

  function addBytes(userId: string, size: number): void {
    bytesInFlight += size;
    const bytes = (bytesByUser.get(userId) ?? 0) + size;
    if (bytes === 0) bytesByUser.delete(userId);
    else bytesByUser.set(userId, bytes);
  }

  function stream(userId: string, ...parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    const userBytes = bytesByUser.get(userId) ?? 0;
    // A user may always have one answer in flight, whatever MAX_DIGITS is.
    const exceedsLimit = bytesInFlight + size > maxBytesInFlight ||
      userBytes + size > maxBytesPerUser;
    if (userBytes > 0 && exceedsLimit) {
      throw new ServiceError("overloaded", "Too many long answers are being sent", {
        retryAfterSeconds: 5,
      });
    }
    addBytes(userId, size);
    const pieces = slices(parts);
    let timer: ReturnType<typeof setTimeout> | undefined;

    const end = () => {
      clearTimeout(timer);
      addBytes(userId, -size);
    };
    return new ReadableStream({
      pull(controller) {
        clearTimeout(timer);
        const { value, done } = pieces.next();
        if (done) {
          end();
          return controller.close();
        }
        controller.enqueue(value);
        timer = setTimeout(() => {
          end();
          controller.error(new Error(`The client read nothing for ${stallMs / 1000} s`));
        }, stallMs);
      },
      cancel: end,
    });
  }

  return { stream };
}

function* slices(parts: readonly Uint8Array[]): Generator<Uint8Array, undefined> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += SLICE_BYTES) {
      yield part.subarray(at, at + SLICE_BYTES);
    }
  }
}
