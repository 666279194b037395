import type { Config } from "../../infra/config/config.ts";
import { ConfigError } from "../../infra/config/parse_config.ts";

/** Throws a ConfigError if Postgres is configured, which has tools of its own for backups. */
export function embeddedOnly({ databaseUrl }: Config, alternative: string): void {
  if (databaseUrl === undefined) return;
  throw new ConfigError([`DATABASE_URL: the database is Postgres; use ${alternative}`]);
}
