import type { ConnectionOptions } from "node:tls";

/** TLS modes of a connection, as in libpq. docs/operations.md explains what each one verifies. */
export const SSL_MODES = ["disable", "require", "verify-ca", "verify-full"] as const;
export type SslMode = typeof SSL_MODES[number];

/** The parts of `postgres://user:password@host:5432/database?sslmode=require`. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The user name if the address has no database, as in libpq. */
  readonly database: string;
  /** Undefined if the address has no `sslmode`. */
  readonly sslMode: SslMode | undefined;
}

/** A password with a character that ends the user, the host or the path too early. */
const RAW_PASSWORD = /^postgres(ql)?:\/\/.*[#?/].*@/;

/** Parses an address; throws a RangeError that describes a valid one. */
export function parsePostgresAddress(text: string): PostgresAddress {
  const url = URL.parse(text);
  if (RAW_PASSWORD.test(text) || url?.hash) {
    throw new RangeError(
      "expected a URL without #; in a password, write %40, %23, %2F and %3F for @, #, / and ?",
    );
  }
  if (!url?.hostname || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new RangeError("expected a URL that begins with postgres:// or postgresql://");
  }
  const user = decoded(url.username);
  if (user === "") {
    throw new RangeError("expected a URL with a user, as in postgres://user@host");
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port || 5432),
    user,
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)) || user,
    sslMode: sslModeOf(url.searchParams),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError("expected valid percent-encoding: write % as %25");
  }
}

function sslModeOf(parameters: URLSearchParams): SslMode | undefined {
  for (const name of parameters.keys()) {
    if (name !== "sslmode") {
      throw new RangeError(`expected no parameter except sslmode, got ${name}`);
    }
  }
  const value = parameters.get("sslmode");
  if (value === null) return undefined;
  const mode = SSL_MODES.find((candidate) => candidate === value);
  if (mode === undefined) throw new RangeError(`expected an sslmode of ${SSL_MODES.join(", ")}`);
  return mode;
}

/**
 * Options of `node:tls` for a mode and trusted CA certificates in PEM; false without TLS. As with
 * libpq, `require` accepts any certificate unless there is a CA. The default mode is `verify-full`
 * with a CA, otherwise `disable`.
 */
export function tlsOptions(
  mode: SslMode | undefined,
  ca: string | undefined,
): ConnectionOptions | false {
  const trusted = ca === undefined ? {} : { ca };
  switch (mode ?? (ca === undefined ? "disable" : "verify-full")) {
    case "disable":
      return false;
    case "require":
      return ca === undefined ? { rejectUnauthorized: false } : { ca, ...ANY_HOST };
    case "verify-ca":
      return { ...trusted, ...ANY_HOST };
    case "verify-full":
      return trusted;
  }
}

const ANY_HOST = { checkServerIdentity: () => undefined } as const;
