import { unavailable } from "../domain/errors.ts";
import type { Settings } from "../infra/database/settings.ts";

const SECRET_BYTES = 48;

/** The secret that signs tokens, either configured or kept in the database. */
export interface TokenSecret {
  /** Reads the secret from the database unless already known; the first server generates it. */
  load(): Promise<void>;
  /** Throws `unavailable` until the secret is known. */
  readonly get: () => string;
}

export function createTokenSecret(
  { configured, settings }: {
    readonly configured: string | undefined;
    readonly settings: Settings;
  },
): TokenSecret {
  let secret = configured;
  return {
    load: async () => {
      secret ??= await settings.getOrCreate("token_secret", randomSecret());
    },
    get: () => {
      if (secret === undefined) throw unavailable("The token secret has not been read yet");
      return secret;
    },
  };
}

function randomSecret(): string {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64();
}
