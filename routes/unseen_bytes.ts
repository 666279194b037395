import { ServiceError } from "../domain/errors.ts";
import type { WatchGrowth } from "../domain/ports.ts";

/** Growth of the process at which a body is refused. */
const MAX_GROWTH_BYTES = 2 ** 24;

/** A piece of a throttled client's body must arrive within this. */
const THROTTLED_PIECE_MS = 200;

/** A body that is refused counts as one of this size. */
const UNSEEN_BYTES = 2 ** 27;

/** A throttled client counts as such for ten seconds. */
const RETRY_AFTER_SECONDS = 15;

/**
 * What comes between the pieces of an HTTP/1.1 body of undeclared length, and after them. Deno keeps
 * the extensions of a chunk and the trailers of a body until they are complete, however long they
 * are, and searches all that it keeps with each read. If the allocator has room for them from
 * earlier bodies, the process does not grow.
 */
export interface UnseenBytes {
  /** How many of them count: 0 unless the body has been refused. */
  readonly count: number;
  /** Settles like the read of a piece, or rejects with `overloaded` if they are too many. */
  during<Piece>(read: Promise<Piece>): Promise<Piece>;
  /** Ends the watch. */
  end(): void;
}

/** A body of declared length has none. */
export const NO_UNSEEN_BYTES: UnseenBytes = {
  count: 0,
  during: (read) => read,
  end: () => {},
};

export interface UnseenBytesOptions {
  readonly watchGrowth: WatchGrowth;
  /** Whether the client has been throttled lately. */
  readonly wasThrottled: boolean;
}

export function watchUnseenBytes({ watchGrowth, wasThrottled }: UnseenBytesOptions): UnseenBytes {
  const refusal = Promise.withResolvers<never>();
  let isRefused = false;

  function refuse(reason: string): void {
    isRefused = true;
    const message = `${reason}: send it later, or with Content-Length`;
    refusal.reject(
      new ServiceError("overloaded", message, { retryAfterSeconds: RETRY_AFTER_SECONDS }),
    );
  }

  function refuseSlow(): void {
    refuse("The body comes too slowly while this address sends too many requests");
  }

  refusal.promise.catch(() => {});
  const end = watchGrowth(
    MAX_GROWTH_BYTES,
    () => refuse("Memory grew too much while the body was read"),
  );
  return {
    get count() {
      return isRefused ? UNSEEN_BYTES : 0;
    },
    during: (read) => {
      const either = Promise.race([read, refusal.promise]);
      if (!wasThrottled) return either;
      const timer = setTimeout(refuseSlow, THROTTLED_PIECE_MS);
      return either.finally(() => clearTimeout(timer));
    },
    end,
  };
}
