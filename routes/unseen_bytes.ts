import { ServiceError } from "../domain/errors.ts";
import type { WatchGrowth } from "../domain/ports.ts";

/**
 * Deno keeps the extensions of a chunk and the trailers of a body until they are complete, however
 * long they are, and searches all that it keeps with each read.
 */
const MAX_GROWTH_BYTES = 2 ** 24;

/** They may fit into memory that is in use already, so that a throttled client is not waited for. */
const THROTTLED_PIECE_MS = 200;

/** A body that is refused for them counts as one of this size. */
const UNSEEN_BYTES = 2 ** 27;

/** What comes between the pieces of a body of undeclared length, and after them. */
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
  /** Whether the client has asked too much lately. */
  readonly isThrottled: boolean;
}

export function watchUnseenBytes({ watchGrowth, isThrottled }: UnseenBytesOptions): UnseenBytes {
  const refusal = Promise.withResolvers<never>();
  let isRefused = false;

  function refuse(reason: string): void {
    isRefused = true;
    const message = `${reason}: send it later, or with Content-Length`;
    refusal.reject(new ServiceError("overloaded", message, { retryAfterSeconds: 5 }));
  }

  function refuseSlow(): void {
    refuse("The body comes too slowly while this address asks too much");
  }

  refusal.promise.catch(() => {});
  const end = watchGrowth(
    MAX_GROWTH_BYTES,
    () => refuse("Too little memory is left for the body"),
  );
  return {
    get count() {
      return isRefused ? UNSEEN_BYTES : 0;
    },
    during: (read) => {
      const either = Promise.race([read, refusal.promise]);
      if (!isThrottled) return either;
      const timer = setTimeout(refuseSlow, THROTTLED_PIECE_MS);
      return either.finally(() => clearTimeout(timer));
    },
    end,
  };
}
