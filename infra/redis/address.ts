/** The parts of an address such as `rediss://user:password@host:6380/1`. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Database number; 0 by default. */
  readonly database: number;
  readonly hasTls: boolean;
}

/** A password with a character that ends the user, the host or the path too early. */
const RAW_PASSWORD = /^rediss?:\/\/.*[#?/].*@/;
const RAW_HINT = "expected a URL without ? or #; in a password, write %3F and %23, and %2F for /";

/** Parses an address; throws a RangeError that describes a valid one. */
export function parseRedisAddress(text: string): RedisAddress {
  const url = URL.parse(text);
  if (RAW_PASSWORD.test(text)) throw new RangeError(RAW_HINT);
  if (!url?.hostname || !/^rediss?:$/.test(url.protocol)) {
    throw new RangeError("expected a URL that begins with redis:// or rediss://");
  }
  if (url.search || url.hash) throw new RangeError(RAW_HINT);
  const [, database] = /^\/?([0-9]{0,6})$/.exec(url.pathname) ?? [];
  if (database === undefined) {
    throw new RangeError(
      "expected a database number after the host, as in redis://host/1",
    );
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port || 6379),
    username: decoded(url.username),
    password: decoded(url.password),
    database: Number(database),
    hasTls: url.protocol === "rediss:",
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text) || undefined;
  } catch {
    throw new RangeError("expected valid percent-encoding: write % as %25");
  }
}
