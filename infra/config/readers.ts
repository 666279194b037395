import { parsePostgresAddress } from "../database/postgres/address.ts";
import { parseRedisAddress } from "../redis/address.ts";
import { ipFamily } from "../../domain/ip_family.ts";

/** Parses the text of a setting; throws a RangeError whose message begins with "expected". */
export type Reader<Value> = (text: string) => Value;

const DURATION_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

export function integer(min: number, max: number): Reader<number> {
  return (text) => {
    const value = /^[0-9]+$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new RangeError(`expected an integer from ${min} to ${max}`);
  };
}

/** Undefined for `off`. */
export function orOff<Value>(read: Reader<Value>): Reader<Value | undefined> {
  return (text) => {
    try {
      return text === "off" ? undefined : read(text);
    } catch (error) {
      throw error instanceof RangeError ? new RangeError(`${error.message}, or off`) : error;
    }
  };
}

/** A duration in milliseconds. */
export function duration(min: string, max = "36500d"): Reader<number> {
  return (text) => {
    const value = milliseconds(text);
    if (value >= milliseconds(min) && value <= milliseconds(max)) return value;
    throw new RangeError(`expected a duration such as 30s, 1h or 30d, from ${min} to ${max}`);
  };
}

function milliseconds(text: string): number {
  const [, count, unit] = /^([0-9]{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  return Number(count) * DURATION_MS[unit ?? ""]!;
}

export function choice<Name extends string>(...names: readonly Name[]): Reader<Name> {
  return (text) => {
    const name = names.find((candidate) => candidate === text);
    if (name !== undefined) return name;
    throw new RangeError(`expected one of ${names.join(", ")}`);
  };
}

export function text(minCharacters = 1): Reader<string> {
  return (value) => {
    if (value.length >= minCharacters) return value;
    throw new RangeError(`expected at least ${minCharacters} characters`);
  };
}

/** The origin of an absolute http or https URL without a path. */
export function origin(value: string): string {
  const url = URL.parse(value);
  if (url && ["http:", "https:"].includes(url.protocol) && url.pathname === "/" && !url.search) {
    return url.origin;
  }
  throw new RangeError("expected an origin such as https://math.example.org");
}

/** An absolute http or https URL, without a slash at the end. */
export function webAddress(value: string): string {
  const url = URL.parse(value);
  const isWeb = url && ["http:", "https:"].includes(url.protocol);
  if (isWeb && !url.search && !url.hash && !url.username && /^[\w./~-]+$/.test(url.pathname)) {
    return url.origin + url.pathname.replace(/\/+$/, "");
  }
  throw new RangeError(
    "expected an address such as https://example.org or https://example.org/math",
  );
}

/** A share from 0 to 1. */
export function ratio(value: string): number {
  const share = /^[0-9]*\.?[0-9]+$/.test(value) ? Number(value) : NaN;
  if (share <= 1) return share;
  throw new RangeError("expected a number from 0 to 1, such as 0.05");
}

/** `name=value` pairs separated by commas, with values percent-encoded as in W3C Baggage. */
export function keyValuePairs(value: string): Record<string, string> {
  const pairs = value.split(",").map((pair) => pair.trim()).filter((pair) => pair !== "");
  return Object.fromEntries(pairs.map(keyAndValue));
}

function keyAndValue(pair: string): [string, string] {
  const [, name, text] = /^([A-Za-z0-9._-]+)\s*=\s*(.*)$/.exec(pair) ?? [];
  try {
    if (name !== undefined && text !== undefined) return [name, decodeURIComponent(text)];
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  throw new RangeError("expected name=value separated by commas, with values percent-encoded");
}

/** Values separated by commas; an empty text is an empty list. */
export function list<Value>(read: Reader<Value>): Reader<Value[]> {
  return (value) => value === "" ? [] : value.split(",").map((item) => read(item.trim()));
}

export function ipRange(value: string): string {
  const [, address = "", bits = "0"] = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(value) ?? [];
  const family = ipFamily(address);
  if (family && Number(bits) <= (family === 4 ? 32 : 128)) return value;
  throw new RangeError("expected IP addresses or CIDR ranges such as 10.0.0.0/8");
}

/** A host name or IP address. */
export function host(value: string): string {
  if (ipFamily(value) || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)) return value;
  throw new RangeError("expected a host name or an IP address");
}

/** `host:port`, with an IPv6 address in brackets. */
export function hostAndPort(value: string): string {
  const url = URL.parse(`tcp://${value}`);
  if (url?.port && Number(url.port) > 0 && url.host === value) return url.host;
  throw new RangeError("expected host:port, such as kafka.example.org:9092");
}

/** `host:port`, where the host is not an IPv6 address, which Kafka's client cannot parse. */
export function broker(value: string): string {
  if (!value.startsWith("[")) return hostAndPort(value);
  throw new RangeError("expected a host name, not an IPv6 address");
}

/** A URL that `parseRedisAddress` accepts. */
export function redisUrl(value: string): string {
  parseRedisAddress(value);
  return value;
}

/** A URL that `parsePostgresAddress` accepts. */
export function postgresUrl(value: string): string {
  parsePostgresAddress(value);
  return value;
}

/** The text of PEM certificates. */
export function pem(value: string): string {
  if (value.includes("-----BEGIN CERTIFICATE-----")) return value;
  throw new RangeError("expected certificates in PEM format");
}

export function topicName(value: string): string {
  if (/^[A-Za-z0-9._-]{1,200}$/.test(value) && !/^\.{1,2}$/.test(value)) return value;
  throw new RangeError("expected up to 200 letters, digits, dots, underscores and hyphens");
}
