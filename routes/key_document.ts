import type { ApiKey } from "../domain/accounts/api_key.ts";

/** Returns the JSON representation of an API key, without the key itself. */
export function keyDocument(key: ApiKey) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    created_at: utc(key.createdAt),
    expires_at: key.expiresAt === null ? null : utc(key.expiresAt),
    last_used_at: key.lastUsedAt === null ? null : utc(key.lastUsedAt),
  };
}

function utc(ms: number): string {
  return new Date(ms).toISOString();
}
