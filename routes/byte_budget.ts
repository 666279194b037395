import { ServiceError } from "../domain/errors.ts";

/** Whom bytes in memory are counted for. */
export interface ByteOwner {
  /** Address of the client. */
  readonly address: string;
  /** Undefined before authentication. */
  readonly userId: string | undefined;
}

/** Limits on bytes in memory. */
export interface ByteLimits {
  readonly total: number;
  readonly perAddress: number;
  readonly perUser: number;
}

/** Bytes held in memory while clients send or read them. */
export interface ByteBudget {
  /** Throws `overloaded` if `bytes` more exceed a limit. An owner without bytes may have any number. */
  reserve(owner: ByteOwner, bytes: number): ByteReservation;
}

export interface ByteReservation {
  /** Changes the number of bytes; more bytes throw `overloaded` if they exceed a limit. */
  resize(bytes: number): void;
  /** Ends the reservation: it has no bytes, and later sizes are ignored. */
  release(): void;
}

export function createByteBudget(limits: ByteLimits, message: string): ByteBudget {
  const byAddress = new Map<string, number>();
  const byUser = new Map<string, number>();
  let total = 0;

  function add({ address, userId }: ByteOwner, bytes: number): void {
    total += bytes;
    addTo(byAddress, address, bytes);
    if (userId !== undefined) addTo(byUser, userId, bytes);
  }

  function isExceeded({ address, userId = "" }: ByteOwner, bytes: number): boolean {
    const ofAddress = byAddress.get(address) ?? 0;
    const ofUser = byUser.get(userId) ?? 0;
    const isOnly = ofAddress === 0 && ofUser === 0;
    return !isOnly &&
      (total + bytes > limits.total || ofAddress + bytes > limits.perAddress ||
        ofUser + bytes > limits.perUser);
  }

  function reserve(owner: ByteOwner, bytes: number): ByteReservation {
    let reserved = 0;
    let isReleased = false;

    function resize(bytes: number): void {
      if (isReleased) return;
      const more = bytes - reserved;
      if (more > 0 && isExceeded(owner, more)) {
        throw new ServiceError("overloaded", message, { retryAfterSeconds: 5 });
      }
      reserved = bytes;
      add(owner, more);
    }

    function release(): void {
      resize(0);
      isReleased = true;
    }

    resize(bytes);
    return { resize, release };
  }

  return { reserve };
}

function addTo(counts: Map<string, number>, key: string, bytes: number): void {
  const sum = (counts.get(key) ?? 0) + bytes;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}
