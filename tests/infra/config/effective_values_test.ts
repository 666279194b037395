import assert from "node:assert/strict";
import fc from "fast-check";
import { effectiveValues } from "../../../infra/config/effective_values.ts";
import { OPTIONS } from "../../../infra/config/options.ts";
import { parseConfig } from "../../../infra/config/parse_config.ts";

const duration = fc.tuple(fc.integer({ min: 60_000, max: 2_000_000 }), fc.constantFrom("ms", "s"))
  .map(([count, unit]) => `${count}${unit}`);

const variables = fc.record({
  HOST: fc.constantFrom("127.0.0.1", "::", "math.example"),
  PORT: fc.nat(65_535).map(String),
  PUBLIC_URL: fc.constantFrom("https://math.example", "http://localhost:8080"),
  DATA_DIR: fc.constantFrom("data", "/var/lib/math calculator"),
  TOKEN_TTL: duration,
  SESSION_TTL: fc.nat(398).map((days) => `${days + 1}d`),
  SIGNUP: fc.constantFrom("open", "closed"),
  MAX_DIGITS: fc.integer({ min: 1, max: 300_000_000 }).map(String),
  COMPUTE_WORKERS: fc.integer({ min: 1, max: 256 }).map(String),
  TIME_LIMIT: duration,
  CACHE_MB: fc.nat(65_536).map(String),
  LOG_RETENTION: duration,
  LOG_QUOTA_MB: fc.constantFrom("1", "1000000", "off"),
  ADDRESS_RATE: fc.constantFrom("1", "1000000", "off"),
  TRUSTED_PROXIES: fc.constantFrom("10.0.0.0/8", "10.0.0.0/8,::1"),
  CORS_ORIGINS: fc.constantFrom("https://a.example", "https://a.example,https://b.example"),
  ALLOW_INSECURE_COOKIES: fc.constantFrom("on", "off"),
  DATABASE_POOL: fc.integer({ min: 2, max: 1000 }).map(String),
  KAFKA_BROKERS: fc.constantFrom("kafka:9092", "kafka-1:9092,10.0.0.1:9093"),
  KAFKA_ALLOW: fc.constantFrom("10.0.0.1:9092", "a:1,b:2"),
  KAFKA_TOPIC: fc.constantFrom("apilogs", "a.b-c_d"),
  KAFKA_CREATE_TOPICS: fc.constantFrom("on", "off"),
  KAFKA_GROUP: fc.constantFrom("mathcalculator", "another"),
  KAFKA_TLS: fc.constantFrom("on", "off"),
  LOG_LEVEL: fc.constantFrom("debug", "info", "warn", "error"),
  LOG_FORMAT: fc.constantFrom("json", "text", "auto"),
}, { requiredKeys: [] });

Deno.test("effectiveValues() returns texts that parse to the same configuration", () => {
  fc.assert(fc.property(variables, (variables) => {
    const config = parseConfig(variables, 4);
    const values = effectiveValues(config);
    assert.deepEqual(Object.keys(values), Object.values(OPTIONS).map(({ name }) => name));
    assert.deepEqual(parseConfig(values, 1), config);
  }));
});

Deno.test("effectiveValues() hides secrets but shows whether they are set", () => {
  const secrets = Object.values(OPTIONS).filter(({ fromFile }) => fromFile === "secret")
    .map(({ name }) => name);
  const given = {
    ...Object.fromEntries(secrets.map((name) => [name, `${name} of 32 characters or more`])),
    DATABASE_URL: "postgres://ada@h/secret-of-32-characters",
    REDIS_URL: "redis://secret-of-32-characters@h",
    KAFKA_SASL: "plain",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=secret-of-32-characters",
    KAFKA_USERNAME: "ada",
  };
  const hidden = effectiveValues(parseConfig(given, 4));
  for (const name of secrets) assert.equal(hidden[name], "(hidden)");
  assert.doesNotMatch(JSON.stringify(hidden), /of.32.characters/);
  const none = effectiveValues(parseConfig({}, 4));
  for (const name of secrets) assert.equal(none[name], "");
});

Deno.test("effectiveValues() shows only whether certificates are set", () => {
  const { DATABASE_CA, REDIS_CA } = effectiveValues(
    parseConfig({ DATABASE_CA: "-----BEGIN CERTIFICATE-----" }, 4),
  );
  assert.deepEqual([DATABASE_CA, REDIS_CA], ["(set)", ""]);
});

Deno.test("effectiveValues() shows durations in their largest whole unit", () => {
  const config = parseConfig({ TOKEN_TTL: "120m", SESSION_TTL: "48h", TIME_LIMIT: "1500ms" }, 4);
  const { TOKEN_TTL, SESSION_TTL, TIME_LIMIT } = effectiveValues(config);
  assert.deepEqual([TOKEN_TTL, SESSION_TTL, TIME_LIMIT], ["2h", "2d", "1500ms"]);
});
