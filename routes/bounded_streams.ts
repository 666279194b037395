import { ServiceError } from "../domain/errors.ts";

/** Bytes handed to a connection at a time, so that it buffers no more. */
const SLICE_BYTES = 64 * 1024;

/** A client that has read nothing for so long is left. */
const STALL_MS = 30_000;

/** Bytes of answers that are being sent: clients that read slowly keep them in memory. */
const MAX_BYTES_UNDER_WAY = 2 ** 30;

/** Of these, what one user may take. */
const MAX_BYTES_PER_USER = 128 * 2 ** 20;

/** Sends bytes at the pace at which clients read them. */
export interface BoundedStreams {
  /** The parts one after the other. Throws `overloaded` while too much is being sent to the user. */
  stream(userId: string, ...parts: readonly Uint8Array[]): ReadableStream<Uint8Array>;
}

export interface BoundedStreamsOptions {
  readonly maxBytesUnderWay?: number;
  readonly maxBytesPerUser?: number;
  readonly stallMs?: number;
}

export function createBoundedStreams(options: BoundedStreamsOptions = {}): BoundedStreams {
  const { maxBytesUnderWay = MAX_BYTES_UNDER_WAY, stallMs = STALL_MS } = options;
  const { maxBytesPerUser = MAX_BYTES_PER_USER } = options;
  const bytesByUser = new Map<string, number>();
  let bytesUnderWay = 0;

  function take(userId: string, size: number): void {
    bytesUnderWay += size;
    const bytes = (bytesByUser.get(userId) ?? 0) + size;
    if (bytes === 0) bytesByUser.delete(userId);
    else bytesByUser.set(userId, bytes);
  }

  function stream(userId: string, ...parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    const usersBytes = bytesByUser.get(userId) ?? 0;
    // One answer at a time is always possible, however large the operator allows them to be.
    const isTooMuch = bytesUnderWay + size > maxBytesUnderWay ||
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
