import { type Backends, createBackends } from "./backends.ts";
import { freePort } from "./free_port.ts";
import { newTopic } from "./kafka.ts";
import { startKafkaBroker } from "./kafka_broker.ts";
import { type Relay, startRelay } from "./relay.ts";
import type { ServiceName } from "./services.ts";

/** Backends that the program reaches through relays. The broker is one of its own. */
export interface RelayedBackends extends Backends {
  readonly relays: Readonly<Record<ServiceName, Relay>>;
}

export async function createBackendsBehindRelays(): Promise<RelayedBackends> {
  const stack = new AsyncDisposableStack();
  const { database, env } = stack.use(await createBackends());
  const brokerPort = freePort();
  const relays = {
    postgres: stack.use(startRelay(targetOf(env.DATABASE_URL!))),
    redis: stack.use(startRelay(targetOf(env.REDIS_URL!))),
    kafka: stack.use(startRelay({ hostname: "127.0.0.1", port: brokerPort })),
  };
  const advertised = `127.0.0.1:${relays.kafka.port}`;
  stack.use(await startKafkaBroker({ port: brokerPort, advertised, protocol: "PLAINTEXT" }));
  const topic = newTopic({ kafkaBrokers: [advertised] });
  return {
    database,
    topic,
    relays,
    env: {
      ...env,
      ...topic.env,
      DATABASE_URL: through(relays.postgres, env.DATABASE_URL!),
      REDIS_URL: through(relays.redis, env.REDIS_URL!),
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function targetOf(address: string) {
  const { hostname, port } = new URL(address);
  return { hostname, port: Number(port) };
}

function through({ port }: Relay, address: string): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href;
}
