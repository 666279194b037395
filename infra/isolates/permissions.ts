import type { Config } from "../config/config.ts";
import { VARIABLES } from "../config/options.ts";

/** Every permission that an isolate can hold, each said outright. */
export interface IsolatePermissions {
  readonly net: boolean | string[];
  readonly read: boolean | string[];
  readonly write: boolean | string[];
  readonly env: boolean | string[];
  readonly run: boolean | string[];
  readonly ffi: boolean | string[];
  readonly sys: boolean | string[];
  readonly import: boolean | string[];
}

export type IsolateName = "server" | "consumer" | "database" | "compute";

export const NO_PERMISSIONS: IsolatePermissions = {
  net: false,
  read: false,
  write: false,
  env: false,
  run: false,
  ffi: false,
  sys: false,
  import: false,
};

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

/** The command line's flags for a set of permissions. */
export function permissionFlags(permissions: IsolatePermissions): string[] {
  return Object.entries(permissions).flatMap(([name, value]) => {
    if (value === false) return [];
    return value === true ? [`--allow-${name}`] : [`--allow-${name}=${value.join(",")}`];
  });
}
