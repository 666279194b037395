/** In the order of application. A released migration must never change. */
export const MIGRATION_NAMES = [
  "001_tables",
  "002_published",
  "003_expiry",
  "004_api_keys",
  "006_log_usage",
  "007_sessions_and_deletion",
  "008_uuid_columns",
] as const;

export type MigrationName = typeof MIGRATION_NAMES[number];
