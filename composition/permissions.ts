import type { Config } from "../infra/config/config.ts";
import { VARIABLES } from "../infra/config/options.ts";
import { type OtelConfig, tracesUrl } from "../infra/config/tracing_settings.ts";
import { type IsolatePermissions, NO_PERMISSIONS } from "../infra/isolates/permissions.ts";

export type IsolateName = "server" | "consumer" | "database" | "compute";

/**
 * Permissions of the process at startup. `net`, `read` and `write` are unrestricted, because any
 * address and file may be configured; all are revoked once the isolates have started.
 */
export const PROCESS_PERMISSIONS: IsolatePermissions = {
  ...NO_PERMISSIONS,
  net: true,
  read: true,
  write: true,
  env: [...VARIABLES],
};

type ServiceSettings = Partial<
  Pick<Config, "databaseUrl" | "redisUrl" | "kafkaBrokers" | "kafkaAllow"> & OtelConfig
>;

/** Returns the minimum permissions of each isolate for a configuration. */
export function isolatePermissions(
  config: Pick<Config, "host" | "port" | "dataDir"> & ServiceSettings,
): Record<IsolateName, IsolatePermissions> {
  const { host, port, dataDir } = config;
  const { redisUrl: _, ...withoutRedis } = config;
  const listening = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    server: { ...NO_PERMISSIONS, net: [listening, ...serviceAddresses(config)] },
    consumer: { ...NO_PERMISSIONS, net: [listening, ...serviceAddresses(withoutRedis)] },
    database: { ...NO_PERMISSIONS, read: [dataDir], write: [dataDir] },
    compute: NO_PERMISSIONS,
  };
}

/** Addresses of the configured services, as `host:port`. */
function serviceAddresses(
  { databaseUrl, redisUrl, kafkaBrokers = [], kafkaAllow = [], ...others }: ServiceSettings,
): string[] {
  const collector = tracesUrl(others);
  const collectorPort = collector?.startsWith("https:") ? 443 : 80;
  const urls = [[databaseUrl, 5432], [redisUrl, 6379], [collector, collectorPort]] as const;
  const addresses = urls.flatMap(([text, defaultPort]) => {
    const url = text === undefined ? null : URL.parse(text);
    return url ? [`${url.hostname}:${url.port || defaultPort}`] : [];
  });
  return [...new Set([...addresses, ...kafkaBrokers, ...kafkaAllow])];
}
