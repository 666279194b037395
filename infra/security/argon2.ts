import { constantTimeEqual } from "../../domain/constant_time_equal.ts";
import { ServiceError } from "../../domain/errors.ts";
import type { PasswordHasher } from "../../domain/ports.ts";
import { createSemaphore } from "../async/semaphore.ts";

/**
 * OWASP's parameters for Argon2id (Password Storage Cheat Sheet): 46 MiB, 1 pass, 1 lane. glibc
 * returns a block of more than 32 MiB to the system when it is freed, and keeps smaller ones: see
 * docs/decisions/password-hashes-of-46-mib.md.
 */
const PARAMETERS: Parameters = { memory: 47_104, passes: 1, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BITS = 256;

/** Maximum numbers of concurrent hashes and of waiting calls. */
const MAX_CONCURRENT = 2;
const MAX_WAITING = 64;

interface Parameters {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** Beginning of the hashes that `hash` makes. */
const PREFIX =
  `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=${PARAMETERS.parallelism}$`;

const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export interface Argon2Options {
  /** By default, those of this machine. */
  readonly cores?: number;
}

/**
 * Argon2id from WebCrypto. Hashes are in PHC string format, and `verify` uses the parameters of the
 * hash: it throws a TypeError for any other format. Both methods throw `overloaded` when too many
 * calls wait.
 */
export function createArgon2Hasher(
  { cores = navigator.hardwareConcurrency }: Argon2Options = {},
): PasswordHasher {
  const semaphore = createSemaphore({
    // Leaves a core to others, if there is more than one.
    permits: Math.max(1, Math.min(MAX_CONCURRENT, cores - 1)),
    maxWaiting: MAX_WAITING,
    overflowError: overloaded,
  });
  const dummySalt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));

  async function hash(password: string): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const bytes = await semaphore.run(() => derive(password, salt, PARAMETERS));
    return `${PREFIX}${base64(salt)}$${base64(bytes)}`;
  }

  async function verify(password: string, encoded: string | undefined): Promise<boolean> {
    if (encoded === undefined) {
      await semaphore.run(() => derive(password, dummySalt, PARAMETERS));
      return false;
    }
    const parts = ENCODED.exec(encoded);
    if (!parts) throw new TypeError("Not an Argon2id hash in PHC string format");
    const [memory, passes, parallelism] = parts.slice(1, 4).map(Number);
    const salt = Uint8Array.fromBase64(parts[4]!);
    const expected = Uint8Array.fromBase64(parts[5]!);
    const parameters = { memory: memory!, passes: passes!, parallelism: parallelism! };
    return constantTimeEqual(
      await semaphore.run(() => derive(password, salt, parameters)),
      expected,
    );
  }

  function isOutdated(encoded: string): boolean {
    return !encoded.startsWith(PREFIX);
  }

  return {
    get running() {
      return semaphore.held;
    },
    hash,
    verify,
    isOutdated,
  };
}

async function derive(
  password: string,
  nonce: Uint8Array<ArrayBuffer>,
  parameters: Parameters,
): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(password);
  // TypeScript's DOM library does not know these names yet.
  const format = "raw-secret" as "raw";
  const key = await crypto.subtle.importKey(format, bytes, "Argon2id", false, ["deriveBits"]);
  const algorithm = { name: "Argon2id", nonce, ...parameters };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, HASH_BITS));
}

function base64(bytes: Uint8Array): string {
  return bytes.toBase64({ omitPadding: true });
}

function overloaded(): ServiceError {
  return new ServiceError("overloaded", "Too many people are signing in", {
    retryAfterSeconds: 5,
  });
}
