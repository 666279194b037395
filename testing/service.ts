import type { Clock, PasswordEstimator, PasswordHasher } from "../domain/ports.ts";
import type { Tracer } from "../domain/tracing.ts";
import { createSystemClock } from "../infra/system_clock.ts";
import type { Config } from "../infra/config/config.ts";
import { parseConfig } from "../infra/config/parse_config.ts";
import type { Database } from "../infra/database/database.ts";
import { openDatabase, openRedis, openTopic } from "../composition/connections.ts";
import { createService, type Service } from "../composition/service.ts";
import type { ComputeIsolates } from "../composition/supervisor.ts";
import { createLogger } from "../infra/telemetry/logger.ts";
import { byteStream } from "./byte_stream.ts";
import { createFastHasher } from "./fast_hasher.ts";
import { addMigratedDatabase, startInThreadDatabase } from "./in_thread_database.ts";
import { createLazyComputeIsolates } from "./lazy_compute_isolates.ts";

export const PASSWORD = "correct horse battery";

/** Default scheme and host of test requests. */
export const ORIGIN = "http://localhost:8000";

export interface TestRequest extends RequestInit {
  /** The address of the peer. */
  readonly from?: string;
  /** Scheme and host of the request's address. */
  readonly origin?: string;
}

export interface TestServiceOptions {
  readonly config?: Partial<Config>;
  readonly clock?: Clock;
  /** By default, a service with a clock of its own tolerates any skew. */
  readonly maxClockSkewMs?: number;
  /** An existing directory, which is kept; by default a new one that is removed at the end. */
  readonly dataDir?: string;
  /** Replaces the compute isolates. */
  readonly compute?: ComputeIsolates;
  /** A fast one by default. */
  readonly hasher?: PasswordHasher;
  /** By default, no password is easy to guess. */
  readonly estimator?: PasswordEstimator;
  readonly tracer?: Tracer;
}

/** The service with its isolates and its database, but without a socket. */
export interface TestService extends AsyncDisposable {
  readonly service: Service;
  readonly config: Config;
  /** The service's own connections. */
  readonly database: Database;
  readonly dataDir: string;
  /** The application log so far, one object for each line. */
  logLines(): Record<string, unknown>[];
  request(path: string, init?: TestRequest): Promise<Response>;
  /** `POST` of a JSON body, with a bearer token if one is given. */
  post(path: string, body: unknown, token?: string): Promise<Response>;
  get(path: string, token?: string, headers?: Record<string, string>): Promise<Response>;
  /** Signs a new user up and in. */
  newUser(username?: string): Promise<{ readonly username: string; readonly token: string }>;
  signIn(username: string, password?: string): Promise<string>;
}

/** Shorter than in production: tests wait for the next check. */
const CHECK_EVERY_MS = 100;

const NOTHING_GUESSABLE: PasswordEstimator = { score: () => Promise.resolve(4) };

/** An address may sign up 20 times an hour, so each test user has its own. */
let lastAddress = 0;

/** An unused client address. */
export function newAddress(): string {
  lastAddress++;
  return `10.${lastAddress >> 16 & 255}.${lastAddress >> 8 & 255}.${lastAddress & 255}`;
}

export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const dataDir = options.dataDir ?? await Deno.makeTempDir({ prefix: "mathcalculator-test-" });
  const config: Config = {
    ...parseConfig({ DATA_DIR: dataDir, COMPUTE_WORKERS: "1", GUESTS: "off" }, 2),
    ...options.config,
  };
  const isEmbedded = config.databaseUrl === undefined;
  if (isEmbedded && options.dataDir === undefined) await addMigratedDatabase(dataDir);
  const embedded = isEmbedded ? startInThreadDatabase(dataDir) : undefined;
  const compute = options.compute ??
    createLazyComputeIsolates({ large: config.computeWorkers, onDeath });
  let log = "";
  const logger = createLogger({
    level: "debug",
    format: "json",
    write: (lines) => {
      log += lines;
    },
  });
  const database = await openDatabase(config, embedded?.ports);
  const service = createService({
    config,
    database,
    redis: await openRedis(config, logger),
    topic: await openTopic(config, logger),
    compute: compute.isolates,
    clock: options.clock ?? createSystemClock(),
    logger,
    hasher: options.hasher ?? createFastHasher(),
    estimator: options.estimator ?? NOTHING_GUESSABLE,
    slowdownFactor: 1,
    maxClockSkewMs: options.maxClockSkewMs ?? (options.clock && Infinity),
    tracer: options.tracer,
    checkEveryMs: CHECK_EVERY_MS,
  });
  await service.start();

  async function request(
    path: string,
    { from = "127.0.0.1", origin = ORIGIN, ...init }: TestRequest = {},
  ): Promise<Response> {
    const remoteAddr = { transport: "tcp", hostname: from, port: 1 } as const;
    const sent = new Request(origin + path, init);
    const body = sent.body && byteStream(sent.body);
    return await service.fetch(body ? new Request(sent, { body }) : sent, { remoteAddr });
  }

  function post(path: string, body: unknown, token?: string): Promise<Response> {
    return request(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...bearer(token) },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  async function newUser(username = `user${crypto.randomUUID().slice(0, 8)}`) {
    const response = await request("/signup2", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username, password: PASSWORD }),
      from: newAddress(),
    });
    if (response.status !== 201) throw new Error(await response.text());
    return { username, token: await signIn(username) };
  }

  async function signIn(username: string, password = PASSWORD): Promise<string> {
    const response = await request("/token", {
      method: "POST",
      body: new URLSearchParams({ username, password }),
      from: newAddress(),
    });
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()).access_token;
  }

  return {
    service,
    config,
    database,
    dataDir,
    request,
    post,
    get: (path, token, headers) => request(path, { headers: { ...headers, ...bearer(token) } }),
    newUser,
    signIn,
    logLines: () => {
      logger.flush();
      return log.trimEnd().split("\n").filter((line) => line !== "").map((line) =>
        JSON.parse(line)
      );
    },
    [Symbol.asyncDispose]: async () => {
      service.stopCalculations();
      await service.stop();
      await Promise.all([embedded?.stop(), compute.stop()]);
      logger.flush();
      if (options.dataDir === undefined) await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function onDeath(reason: string): never {
  throw new Error(reason);
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}
