import { ADDRESSES } from "../../testing/services.ts";

const VARIABLES = {
  postgres: "TEST_DATABASE_URL",
  redis: "TEST_REDIS_URL",
  kafka: "TEST_KAFKA_BROKERS",
} as const;

/** Exits with a message unless the addresses of all servers are set. */
export function requireServices(): void {
  const missing = (["postgres", "redis", "kafka"] as const)
    .filter((name) => ADDRESSES[name] === undefined).map((name) => VARIABLES[name]);
  if (missing.length === 0) return;
  console.error(`${missing.join(", ")} must be set`);
  Deno.exit(1);
}
