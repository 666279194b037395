import type { KeyPrincipal, Scope } from "./principal.ts";

/** An API key without its text, of which only a hash is stored. Times are milliseconds since 1970. */
export interface ApiKey {
  /** UUIDv7. */
  readonly id: string;
  readonly userId: string;
  /** Chosen by the user; need not be unique. */
  readonly name: string;
  /** The first 8 characters of the key. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  /** Null if the key does not expire. */
  readonly expiresAt: number | null;
  /** Null before the first use. Lags behind by up to a minute. */
  readonly lastUsedAt: number | null;
}

/** Returns the principal of a key. It never has the rights of an administrator. */
export function keyPrincipal(
  { id, userId, name, scopes }: ApiKey,
  username: string,
): KeyPrincipal {
  return { userId, username, role: "user", scopes, credential: { kind: "key", id, name } };
}
