import type { Config } from "../infra/config/config.ts";
import { VARIABLES } from "../infra/config/options.ts";
import { type IsolatePermissions, NO_PERMISSIONS } from "../infra/isolates/permissions.ts";

export type IsolateName = "server" | "consumer" | "database" | "compute";

/**
 * What the program starts with, before it knows its configuration: any address and any file may be
 * configured. It gives all of it up when the isolates have their shares.
 */
export const PROCESS_PERMISSIONS: IsolatePermissions = {
  ...NO_PERMISSIONS,
  net: true,
  read: true,
  write: true,
  env: [...VARIABLES],
};

type ServiceSettings = Partial<
  Pick<Config, "databaseUrl" | "redisUrl" | "kafkaBrokers" | "kafkaAllow">
>;

/** What each isolate may do under a configuration, and nothing else. */
export function isolatePermissions(
  config: Pick<Config, "host" | "port" | "dataDir"> & ServiceSettings,
): Record<IsolateName, IsolatePermissions> {
  const { host, port, dataDir } = config;
  const { redisUrl: _, ...withoutCache } = config;
  const listening = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    server: { ...NO_PERMISSIONS, net: [listening, ...serviceAddresses(config)] },
    consumer: { ...NO_PERMISSIONS, net: [listening, ...serviceAddresses(withoutCache)] },
    database: { ...NO_PERMISSIONS, read: [dataDir], write: [dataDir] },
    compute: NO_PERMISSIONS,
  };
}

/** Each service that is configured, as `host:port`. */
function serviceAddresses(
  { databaseUrl, redisUrl, kafkaBrokers = [], kafkaAllow = [] }: ServiceSettings,
): string[] {
  const urls = [[databaseUrl, 5432], [redisUrl, 6379]] as const;
  const addresses = urls.flatMap(([text, defaultPort]) => {
    const url = text === undefined ? null : URL.parse(text);
    return url ? [`${url.hostname}:${url.port || defaultPort}`] : [];
  });
  return [...new Set([...addresses, ...kafkaBrokers, ...kafkaAllow])];
}
