import assert from "node:assert/strict";
import type { Config } from "../../../infra/config/config.ts";
import { OPTIONS, VARIABLES } from "../../../infra/config/options.ts";
import { parsePostgresAddress } from "../../../infra/database/postgres/address.ts";
import { parseRedisAddress } from "../../../infra/redis/address.ts";
import { ConfigError, parseConfig } from "../../../infra/config/parse_config.ts";

interface Case {
  readonly byDefault: unknown;
  readonly good: readonly (readonly [text: string, value: unknown])[];
  readonly bad: readonly string[];
}

const DAY_MS = 86_400_000;

const TTL: Omit<Case, "byDefault"> = {
  good: [["1s", 1_000], ["90m", 5_400_000], ["2h", 7_200_000], ["400d", 400 * DAY_MS]],
  bad: ["999ms", "0s", "1", "1 h", "-1h", "1.5h", "1w", "h", "36501d", "999999999d", "1H"],
};

const ORIGINS: Omit<Case, "byDefault"> = {
  good: [
    ["https://a.example", ["https://a.example"]],
    ["https://a.example, http://b.example:8080/", ["https://a.example", "http://b.example:8080"]],
  ],
  bad: ["*", "https://a.example,", "a.example", "https://a.example/path"],
};

const POSTGRES = "postgres://ada:p%20w@db.example:5433/math";
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----";

const CERTIFICATES: Omit<Case, "byDefault"> = {
  good: [[CERTIFICATE, CERTIFICATE]],
  bad: ["/etc/ssl/ca.pem"],
};

const ADDRESSES: Omit<Case, "byDefault"> = {
  good: [["kafka-1:9092", ["kafka-1:9092"]], ["[::1]:9092, K:1", ["[::1]:9092", "K:1"]]],
  bad: ["kafka", "kafka:0", "kafka:65536", "http://kafka:9092", "kafka:9092/x", "a:1,"],
};

const ON_OFF: Omit<Case, "byDefault"> = {
  good: [["on", true], ["off", false]],
  bad: ["yes", "ON", "1"],
};

const COLLECTOR: Case = {
  byDefault: undefined,
  good: [
    ["http://collector:4318", "http://collector:4318"],
    ["https://otel.example/math/", "https://otel.example/math"],
  ],
  bad: ["collector:4318", "grpc://collector:4317"],
};

const PAIRS: Omit<Case, "byDefault"> = {
  good: [
    ["zone=a", { zone: "a" }],
    ["authorization=Bearer%20t, k=a=b", { authorization: "Bearer t", k: "a=b" }],
  ],
  bad: ["zone", "=a", "a=%zz"],
};

/** The value of each variable by default and for valid texts, and texts that are invalid. */
const CASES: { readonly [Key in keyof Config]: Case } = {
  host: {
    byDefault: "127.0.0.1",
    good: [["::", "::"], ["0.0.0.0", "0.0.0.0"], ["math-1.example", "math-1.example"]],
    bad: ["http://x", "a b", "-x", "x-", "[::1]", "a/b", "x:80"],
  },
  port: {
    byDefault: 8_000,
    good: [["0", 0], ["65535", 65_535]],
    bad: ["65536", "-1", "80.5", "http", "0x50", "1e3", " 80"],
  },
  publicUrl: {
    byDefault: undefined,
    good: [
      ["https://math.example.org", "https://math.example.org"],
      ["http://localhost:8080/", "http://localhost:8080"],
      ["https://example.org/a/math/", "https://example.org/a/math"],
    ],
    bad: ["math.example.org", "ftp://x", "https://x/?q", "https://x/a#b", 'https://x/"', "//x"],
  },
  dataDir: { byDefault: "./data", good: [["/var/lib/math", "/var/lib/math"]], bad: [] },
  databaseUrl: {
    byDefault: undefined,
    good: [POSTGRES, "postgresql://u@[::1]/d?sslmode=verify-full"].map((url) => [url, url]),
    bad: ["mysql://u@h/d", "h:5432", "postgres:///d", "postgres://h/d", "postgres://u@h/d#x"],
  },
  databasePassword: { byDefault: undefined, good: [["p w", "p w"]], bad: [] },
  databaseCa: { byDefault: undefined, ...CERTIFICATES },
  databasePool: { byDefault: 10, good: [["2", 2], ["1000", 1000]], bad: ["1", "1001", "ten"] },
  redisUrl: {
    byDefault: undefined,
    good: ["redis://h", "redis://[::1]/", "rediss://u:p%25@h:6380/15"].map((url) => [url, url]),
    bad: [
      "h:6379",
      "http://h",
      "redis://",
      "redis://u:50%@h",
      "redis://%zz:p@h",
      "redis://h/abc",
      "redis://h/-1",
      "redis://h/1/2",
      "redis://h?db=1",
      "redis://:a#b@h",
    ],
  },
  redisPassword: { byDefault: undefined, good: [["p w", "p w"]], bad: [] },
  redisCa: { byDefault: undefined, ...CERTIFICATES },
  kafkaBrokers: {
    byDefault: [],
    good: [["kafka-1:9092", ["kafka-1:9092"]], ["10.0.0.1:9092, K:1", ["10.0.0.1:9092", "K:1"]]],
    bad: [...ADDRESSES.bad, "[::1]:9092", "kafka-1:9092,[fd00::1]:9092"],
  },
  kafkaAllow: { byDefault: [], ...ADDRESSES },
  kafkaTopic: {
    byDefault: "apilogs",
    good: [["a.b_c-1", "a.b_c-1"], ["x".repeat(200), "x".repeat(200)]],
    bad: [".", "..", "a b", "a/b", "x".repeat(201)],
  },
  kafkaCreateTopics: { byDefault: true, ...ON_OFF },
  kafkaGroup: { byDefault: "mathcalculator", good: [["g", "g"]], bad: [] },
  kafkaTls: { byDefault: false, ...ON_OFF },
  kafkaCa: { byDefault: undefined, ...CERTIFICATES },
  kafkaSasl: {
    byDefault: undefined,
    good: [],
    bad: ["PLAIN", "oauthbearer"],
  },
  kafkaUsername: { byDefault: undefined, good: [["ada", "ada"]], bad: [] },
  kafkaPassword: { byDefault: undefined, good: [["p w", "p w"]], bad: [] },
  consumer: { byDefault: true, ...ON_OFF },
  jwtSecret: {
    byDefault: undefined,
    good: [["x".repeat(32), "x".repeat(32)]],
    bad: ["x".repeat(31)],
  },
  tokenTtlMs: { byDefault: 3_600_000, ...TTL },
  sessionTtlMs: { byDefault: 30 * DAY_MS, good: TTL.good, bad: [...TTL.bad, "401d"] },
  sessionIdleTtlMs: { byDefault: 7 * DAY_MS, good: TTL.good, bad: [...TTL.bad, "401d"] },
  signup: {
    byDefault: true,
    good: [["open", true], ["closed", false]],
    bad: ["on", "Open", "true"],
  },
  apiKeys: {
    byDefault: true,
    good: [["on", true], ["off", false]],
    bad: ["yes", "ON"],
  },
  guests: {
    byDefault: true,
    good: [["on", true], ["off", false]],
    bad: ["yes"],
  },
  maxDigits: {
    byDefault: 10_000_000,
    good: [["1", 1], ["300000000", 300_000_000]],
    bad: ["0", "300000001", "1e6", "10,000"],
  },
  computeWorkers: { byDefault: 3, good: [["1", 1], ["256", 256]], bad: ["0", "257", "auto"] },
  timeLimitMs: {
    byDefault: 30_000,
    good: [["1ms", 1], ["10s", 10_000], ["24d", 24 * DAY_MS]],
    bad: ["0ms", "25d", "30"],
  },
  mcpTimeLimitMs: {
    byDefault: 10_000,
    good: [["1ms", 1], ["10s", 10_000], ["24d", 24 * DAY_MS]],
    bad: ["0ms", "25d", "30"],
  },
  cacheBytes: {
    byDefault: 64 * 2 ** 20,
    good: [["0", 0], ["65536", 2 ** 36]],
    bad: ["65537", "64MB", "-1"],
  },
  logQuotaBytes: {
    byDefault: 2 ** 30,
    good: [["1", 2 ** 20], ["off", undefined]],
    bad: ["0", "1000001", "1GB", "none"],
  },
  addressRate: {
    byDefault: 2_000,
    good: [["1", 1], ["1000000", 1_000_000], ["off", undefined]],
    bad: ["0", "1000001", "2,000", "none"],
  },
  logRetentionMs: {
    byDefault: undefined,
    good: [["1m", 60_000], ["36500d", 36_500 * DAY_MS]],
    bad: ["59s", "never", "0"],
  },
  trustedProxies: {
    byDefault: [],
    good: [
      ["10.0.0.1", ["10.0.0.1"]],
      ["10.0.0.0/8 , ::1, fd00::/128", ["10.0.0.0/8", "::1", "fd00::/128"]],
      ["0.0.0.0/0,::/0", ["0.0.0.0/0", "::/0"]],
    ],
    bad: ["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "proxy", "*", "1.2.3.4,", "/8"],
  },
  corsOrigins: { byDefault: [], ...ORIGINS },
  allowInsecureCookies: {
    byDefault: false,
    good: [["on", true], ["off", false]],
    bad: ["yes", "true", "ON"],
  },
  metricsToken: { byDefault: undefined, good: [["x", "x"]], bad: [] },
  logLevel: {
    byDefault: "info",
    good: [["debug", "debug"], ["warn", "warn"], ["error", "error"]],
    bad: ["trace", "INFO"],
  },
  logFormat: {
    byDefault: "auto",
    good: [["json", "json"], ["text", "text"], ["auto", "auto"]],
    bad: ["pretty"],
  },
  otelEndpoint: COLLECTOR,
  otelTracesEndpoint: COLLECTOR,
  otelHeaders: { byDefault: undefined, ...PAIRS },
  otelServiceName: { byDefault: "mathcalculator", good: [["math-eu", "math-eu"]], bad: [] },
  otelResourceAttributes: { byDefault: {}, ...PAIRS },
  otelSampler: {
    byDefault: "parentbased_always_on",
    good: [["traceidratio", "traceidratio"], ["always_off", "always_off"]],
    bad: ["jaeger_remote", "ALWAYS_ON"],
  },
  otelSamplerRatio: {
    byDefault: 1,
    good: [["0", 0], ["0.25", 0.25], [".5", 0.5], ["1", 1]],
    bad: ["1.1", "-1", "half", "1e-3"],
  },
  otelDisabled: { byDefault: false, good: [["true", true], ["false", false]], bad: ["on", "1"] },
};

/** Other variables that some settings require. */
const REQUIRED_WITH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DATABASE_PASSWORD: { DATABASE_URL: "postgres://u@h/d" },
  REDIS_PASSWORD: { REDIS_URL: "redis://h" },
  KAFKA_CA: { KAFKA_TLS: "on" },
  KAFKA_PASSWORD: { KAFKA_SASL: "plain", KAFKA_USERNAME: "ada" },
  REDIS_CA: { REDIS_URL: "rediss://h" },
};

const CORES = 4;

const EXPECTATION = /: expected |(is|are) needed/;

for (const [key, { byDefault, good, bad }] of Object.entries(CASES)) {
  const option = OPTIONS[key as keyof Config];
  const { name, fromFile } = option;
  const read = (text: string | undefined) =>
    parseConfig({ ...(text && REQUIRED_WITH[name]), [name]: text }, CORES)[key as keyof Config];

  Deno.test(`${name} has its default when it is not set, or empty`, () => {
    assert.deepEqual(read(undefined), byDefault);
    assert.deepEqual(read(""), byDefault);
  });

  Deno.test(`${name} accepts valid texts, and rejects others with the expected form`, () => {
    for (const [text, value] of good) assert.deepEqual(read(text), value, text);
    for (const text of bad) {
      assert.throws(() => read(text), (error) => {
        assert.ok(error instanceof ConfigError, text);
        const [problem = ""] = error.problems;
        const shown = fromFile === "secret" ? "the secret" : JSON.stringify(text);
        assert.ok(problem.startsWith(`${name}: cannot use ${shown}: `), problem);
        assert.match(problem, EXPECTATION);
        return true;
      }, text);
    }
  });
}

Deno.test("all problems are reported together, a line for each variable, without secrets", () => {
  const secret = "too short to be one";
  const variables = { PORT: "x", JWT_SECRET: secret, SIGNUP: "x", LOG_LEVEL: "loud", HOST: "::" };
  assert.throws(() => parseConfig(variables, CORES, ["EARLIER: problem"]), (error) => {
    assert.ok(error instanceof ConfigError);
    const names = error.problems.map((problem) => problem.split(":")[0]);
    assert.deepEqual(names, ["EARLIER", "PORT", "JWT_SECRET", "SIGNUP", "LOG_LEVEL"]);
    for (const problem of error.problems) assert.ok(error.message.includes(`\n  ${problem}`));
    assert.ok(!error.message.includes(secret));
    return true;
  });
});

Deno.test("the expected form of a limit that can be switched off says so", () => {
  for (const name of ["ADDRESS_RATE", "LOG_QUOTA_MB"]) {
    assert.throws(() => parseConfig({ [name]: "0" }, CORES), /1 to 1000000, or off$/m);
  }
});

Deno.test("settings that contradict each other are refused", () => {
  const sasl = { KAFKA_SASL: "plain", KAFKA_USERNAME: "ada", KAFKA_PASSWORD: "p" };
  const alone = { KAFKA_BROKERS: "k:1", CONSUMER: "off" };
  const tls = { KAFKA_CA: CERTIFICATE, KAFKA_TLS: "on" };
  const redis = { REDIS_CA: CERTIFICATE, REDIS_URL: "rediss://h" };
  const good = [sasl, tls, redis, { ...alone, DATABASE_URL: POSTGRES }, { CONSUMER: "off" }];
  for (const variables of good) parseConfig(variables, CORES);
  const bad = [
    [{ KAFKA_SASL: "plain" }, ["KAFKA_USERNAME", "KAFKA_PASSWORD"]],
    [{ ...sasl, KAFKA_PASSWORD: "" }, ["KAFKA_PASSWORD"]],
    [alone, ["CONSUMER"]],
    [{ KAFKA_PASSWORD: "p" }, ["KAFKA_SASL"]],
    [{ KAFKA_CA: CERTIFICATE }, ["KAFKA_TLS"]],
    [{ REDIS_CA: CERTIFICATE, REDIS_URL: "redis://h" }, ["REDIS_URL"]],
    [{ DATABASE_PASSWORD: "p" }, ["DATABASE_URL"]],
    [{ DATABASE_PASSWORD: "p", DATABASE_URL: POSTGRES }, ["DATABASE_PASSWORD"]],
    [{ REDIS_PASSWORD: "p" }, ["REDIS_URL"]],
    [{ REDIS_PASSWORD: "p", REDIS_URL: "redis://:q@h" }, ["REDIS_PASSWORD"]],
  ] as const;
  for (const [variables, names] of bad) {
    assert.throws(() => parseConfig(variables, CORES), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(error.problems.map((problem) => problem.split(":")[0]), names);
      return true;
    });
  }
});

Deno.test("a password of its own becomes part of the address, whatever its characters", () => {
  const password = "/?#[]@:%41 'ä\\";
  const variables = {
    DATABASE_URL: "postgres://ada@db/math?sslmode=require",
    DATABASE_PASSWORD: password,
    REDIS_URL: "redis://cache:6380/1",
    REDIS_PASSWORD: password,
  };
  const { databaseUrl, redisUrl } = parseConfig(variables, CORES);
  const database = parsePostgresAddress(databaseUrl!);
  assert.deepEqual(
    [database.user, database.password, database.host, database.database, database.sslMode],
    ["ada", password, "db", "math", "require"],
  );
  const redis = parseRedisAddress(redisUrl!);
  assert.deepEqual([redis.password, redis.host, redis.port, redis.database], [
    password,
    "cache",
    6380,
    1,
  ]);
});

Deno.test("there is an isolate for large work on every machine", () => {
  for (const [cores, workers] of [[1, 1], [2, 1], [3, 2], [64, 63]] as const) {
    assert.equal(parseConfig({}, cores).computeWorkers, workers);
  }
});

Deno.test("every variable is documented and unique, and secrets and certificates have a NAME_FILE variable", () => {
  const options = Object.values(OPTIONS);
  for (const { name, description } of options) {
    assert.match(name, /^[A-Z]+(_[A-Z]+)*$/);
    assert.match(description, /^[A-Za-z].*[^.]$/);
  }
  assert.deepEqual(VARIABLES, [...new Set(VARIABLES)]);
  const files = VARIABLES.filter((name) => name.endsWith("_FILE"));
  const twins = options.filter(({ fromFile }) => fromFile)
    .map(({ name }) => `${name}_FILE`);
  assert.deepEqual(files, twins);
  for (const name of ["JWT_SECRET_FILE", "DATABASE_URL_FILE", "DATABASE_CA_FILE"]) {
    assert.ok(files.includes(name), name);
  }
});
