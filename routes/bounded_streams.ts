import {
  type ByteLimits,
  type ByteOwner,
  type ByteReservation,
  createByteBudget,
} from "./byte_budget.ts";
import type { ConnectionBinding } from "./connection_binding.ts";

/** Bytes passed to a connection at a time: half as many take twice as long. */
const SLICE_BYTES = 128 * 1024;

/** A client that reads nothing for this long is disconnected. */
const STALL_MS = 30_000;

/** Bytes that the kernel buffers for a client, the maximum of Linux. */
const KERNEL_BYTES = 4 * 2 ** 20;

const LIMITS: ByteLimits = { total: 2 ** 29, perAddress: 2 ** 27, perUser: 2 ** 26 };

/** The client that reads a response. */
export interface Recipient extends ByteOwner {
  /** Undefined without a socket. */
  readonly connection: ConnectionBinding | undefined;
}

/**
 * Response bodies that are sent as fast as their clients read, with a bound on the bytes in memory.
 * They count until the client has sent its next request: before that, they may be in the buffers
 * of the kernel.
 */
export interface BoundedStreams<Context> {
  /** Concatenates the parts without copying them. Throws `overloaded`. */
  stream(context: Context, ...parts: readonly Uint8Array[]): ReadableStream<Uint8Array>;
  /**
   * Opens a stream that holds up to `bytes` in memory, and passes it on. Throws `overloaded` before
   * it opens the stream.
   */
  forward(
    context: Context,
    bytes: number,
    open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>,
  ): Promise<ReadableStream<Uint8Array>>;
}

export interface BoundedStreamsOptions<Context> {
  readonly recipientOf: (context: Context) => Recipient;
  /** Called with the bytes that are passed to a recipient's connection. */
  readonly onSent?: (recipient: Recipient, bytes: number) => void;
  readonly limits?: ByteLimits;
  readonly stallMs?: number;
}

interface Held {
  readonly bytes: number;
  readonly reservation: ByteReservation;
}

interface Source {
  /** The next piece; undefined at the end. */
  readonly next: () => Promise<Uint8Array | undefined>;
  readonly cancel: (reason: unknown) => void;
}

export function createBoundedStreams<Context>(
  options: BoundedStreamsOptions<Context>,
): BoundedStreams<Context> {
  const { recipientOf, onSent, limits = LIMITS, stallMs = STALL_MS } = options;
  const budget = createByteBudget(limits, "Too many long answers are being sent");

  function bound(
    recipient: Recipient,
    { bytes, reservation }: Held,
    source: Source,
  ): ReadableStream<Uint8Array> {
    const { connection } = recipient;
    const release = connection?.hold(() => stop(new Error("The connection has closed")));
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hasEnded = false;

    function end(): void {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(timer);
      release?.();
      reservation.resize(connection ? Math.min(bytes, KERNEL_BYTES) : 0);
      connection?.untilReused().then(() => reservation.resize(0));
    }

    function stop(reason: unknown): void {
      if (hasEnded) return;
      end();
      source.cancel(reason);
    }

    function disconnect(controller: ReadableStreamDefaultController<Uint8Array>): void {
      const reason = new Error(`The client read nothing for ${stallMs / 1000} s`);
      stop(reason);
      controller.error(reason);
      connection?.closeUnlessBusy();
    }

    return new ReadableStream({
      async pull(controller) {
        clearTimeout(timer);
        const piece = await source.next().catch((error) => {
          end();
          throw error;
        });
        if (hasEnded) return;
        if (piece === undefined) {
          end();
          return controller.close();
        }
        onSent?.(recipient, piece.length);
        controller.enqueue(piece);
        timer = setTimeout(() => disconnect(controller), stallMs);
      },
      cancel: stop,
    }, { highWaterMark: 0 });
  }

  return {
    stream(context, ...parts) {
      const recipient = recipientOf(context);
      const bytes = parts.reduce((sum, { length }) => sum + length, 0);
      const reservation = budget.reserve(recipient, bytes);
      const pieces = slices(parts);
      const next = () => Promise.resolve(pieces.next().value);
      return bound(recipient, { bytes, reservation }, { next, cancel: () => {} });
    },
    async forward(context, bytes, open) {
      const recipient = recipientOf(context);
      const reservation = budget.reserve(recipient, bytes);
      try {
        const reader = (await open()).getReader();
        return bound(recipient, { bytes, reservation }, {
          next: async () => (await reader.read()).value,
          cancel: (reason) => void reader.cancel(reason).catch(() => {}),
        });
      } catch (error) {
        reservation.resize(0);
        throw error;
      }
    },
  };
}

function* slices(parts: readonly Uint8Array[]): Generator<Uint8Array, undefined> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += SLICE_BYTES) {
      yield part.subarray(at, at + SLICE_BYTES);
    }
  }
}
