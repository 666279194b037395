import type { ConnectionOptions } from "node:tls";

/** How a connection is protected; see docs/operations.md for what each of them checks. */
export const SSL_MODES = ["disable", "require", "verify-ca", "verify-full"] as const;
export type SslMode = typeof SSL_MODES[number];

/** What an address such as `postgres://user:password@host:5432/database?sslmode=require` says. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Undefined where the address leaves it open. */
  readonly sslMode: SslMode | undefined;
}

/** Throws a RangeError that says what is needed instead. */
export function parsePostgresAddress(text: string): PostgresAddress {
  const url = URL.parse(text);
  if (!url?.hostname || !/^postgres(ql)?:$/.test(url.protocol) || url.hash) {
    throw new RangeError("an address that begins with postgres:// or postgresql:// is needed");
  }
  const user = decoded(url.username);
  if (user === "") {
    throw new RangeError("an address with a user is needed, as in postgres://user@host");
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
    throw new RangeError("an address in which % is written as %25 is needed");
  }
}

function sslModeOf(parameters: URLSearchParams): SslMode | undefined {
  for (const name of parameters.keys()) {
    if (name !== "sslmode") {
      throw new RangeError(`an address without ${name} is needed: it has sslmode only`);
    }
  }
  const value = parameters.get("sslmode");
  if (value === null) return undefined;
  const mode = SSL_MODES.find((candidate) => candidate === value);
  if (mode === undefined) throw new RangeError(`an sslmode of ${SSL_MODES.join(", ")} is needed`);
  return mode;
}

/**
 * What a mode asks of TLS, with the certificates to trust in PEM, if any are given; false for none.
 * As with libpq, `require` trusts any certificate only where none are given.
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
