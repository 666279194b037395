import { ServiceError } from "../domain/errors.ts";

/** Bytes given to a connection at a time, which bounds its buffer. */
const SLICE_BYTES = 64 * 1024;

/** A client that reads nothing for this long is disconnected. */
const STALL_MS = 30_000;

/** Bytes of answers in flight: slow clients keep them in memory. */
const MAX_BYTES_IN_FLIGHT = 2 ** 30;

/** Share of one user. */
const MAX_BYTES_PER_USER = 128 * 2 ** 20;

/** Streams of long answers, sent as fast as their clients read and bounded in total. */
export interface BoundedStreams {
  /** Concatenates the parts. Throws `overloaded` while too many bytes are in flight. */
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

  function take(userId: string, size: number): void {
    bytesInFlight += size;
    const bytes = (bytesByUser.get(userId) ?? 0) + size;
    if (bytes === 0) bytesByUser.delete(userId);
    else bytesByUser.set(userId, bytes);
  }

  function stream(userId: string, ...parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    const usersBytes = bytesByUser.get(userId) ?? 0;
    // One answer at a time is always possible, whatever MAX_DIGITS is.
    const isTooMuch = bytesInFlight + size > maxBytesInFlight ||
      usersBytes + size > maxBytesPerUser;
    if (usersBytes > 0 && isTooMuch) {
      throw new ServiceError("overloaded", "Too many long answers are being sent", {
        retryAfterSeconds: 5,
      });
    }
    take(userId, size);
    const pieces = slices(parts);
    let timer: ReturnType<typeof setTimeout> | undefined;

    const end = () => {
      clearTimeout(timer);
      take(userId, -size);
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
          controller.error(new Error(`The client has read nothing for ${stallMs / 1000} s`));
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
