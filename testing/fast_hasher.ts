import { createHash } from "node:crypto";
import type { PasswordHasher } from "../domain/ports.ts";

/**
 * Unsalted SHA-256 in place of Argon2id, for tests that are not about password hashing. Hashes have
 * the prefix of real ones, so that tests notice leaks, and comparisons overlap as real ones do.
 */
export function createFastHasher(): PasswordHasher {
  return {
    running: 0,
    hash: async (password) => {
      await nextTask();
      return encode(password);
    },
    verify: async (password, encoded) => {
      await nextTask();
      return encode(password) === encoded;
    },
    isOutdated: () => false,
  };
}

function encode(password: string): string {
  return `$argon2id$sha256$${createHash("sha256").update(password).digest("base64")}`;
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
