import { makeDirectory } from "./directory.ts";
import { freePort } from "./free_port.ts";
import { isListening } from "./is_listening.ts";
import { installed } from "./installed.ts";
import { IGNORE_FAULTS } from "./services.ts";
import { until } from "./until.ts";

/** The listener that clients of a broker connect to. */
export interface Listener {
  readonly port: number;
  /** The advertised address, as `host:port`. */
  readonly advertised: string;
  readonly protocol: "PLAINTEXT" | "SASL_SSL";
  /** Additional listener settings, without the listener prefix. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A SCRAM account. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** A single-node Kafka broker for one test. */
export interface KafkaBroker extends AsyncDisposable {
  /** Address of the plaintext listener of the test, as `host:port`. */
  readonly direct: string;
  /** Waits until the broker has ended, or ends it, and starts it again on its data. */
  restart(): Promise<void>;
}

export interface KafkaBrokerOptions {
  readonly accounts?: readonly Account[];
  /** A temporary directory by default. */
  readonly dataDir?: string;
}

/** Directory of the Kafka jars that the services program downloaded; undefined without them. */
export function kafkaClasses(): string | undefined {
  const { HOME, XDG_CACHE_HOME, SERVICES_HOME } = Deno.env.toObject();
  const home = SERVICES_HOME ?? `${XDG_CACHE_HOME ?? `${HOME}/.cache`}/services`;
  try {
    const names = [...Deno.readDirSync(`${home}/dist`)].map(({ name }) => name);
    const name = names.filter((name) => name.startsWith("kafka-")).sort().at(-1);
    return name === undefined ? undefined : `${home}/dist/${name}`;
  } catch {
    return undefined;
  }
}

/** True if tests that start a broker are ignored. The services program installs Kafka. */
export const IGNORE_BROKER = kafkaClasses() === undefined
  ? Deno.env.get("CI") !== "true" || IGNORE_FAULTS
  : installed("java") === undefined;

export async function startKafkaBroker(
  listener: Listener,
  { accounts = [], dataDir }: KafkaBrokerOptions = {},
): Promise<KafkaBroker> {
  const classes = kafkaClasses();
  if (classes === undefined) throw new Error("The services program has not installed Kafka");
  const directory = await makeDirectory();
  const file = `${directory.path}/server.properties`;
  const port = freePort();
  const properties = propertiesOf(listener, {
    port,
    dataDir: dataDir ?? `${directory.path}/data`,
  });
  await Deno.writeTextFile(file, properties);
  const java = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${classes}/*`];
  await format([...java, "kafka.tools.StorageTool"], file, accounts);
  let server = await start();

  async function start(): Promise<Deno.ChildProcess> {
    const process = new Deno.Command("java", {
      args: [...java, "kafka.Kafka", file],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    try {
      await until("Kafka listens", () => isListening(port), 60_000);
      return process;
    } catch (error) {
      await end(process);
      await directory[Symbol.asyncDispose]();
      throw error;
    }
  }

  async function end(process: Deno.ChildProcess): Promise<void> {
    try {
      process.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await process.status;
  }

  return {
    direct: `127.0.0.1:${port}`,
    restart: async () => {
      await end(server);
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await end(server);
      await directory[Symbol.asyncDispose]();
    },
  };
}

async function format(
  tool: readonly string[],
  file: string,
  accounts: readonly Account[],
): Promise<void> {
  const scram = accounts.flatMap(({ username, password }) =>
    ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
      "--add-scram",
      `${mechanism}=[name=${username},password=${password}]`,
    ])
  );
  const command = new Deno.Command("java", {
    args: [...tool, "format", "--standalone", "--cluster-id", CLUSTER, "--config", file, ...scram],
    stdin: "null",
  });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stdout) + decoder.decode(stderr));
}

const CLUSTER = "XFl07LyaOjGVJFKJ9Mnr6Q";

function propertiesOf(
  listener: Listener,
  { port, dataDir }: { readonly port: number; readonly dataDir: string },
): string {
  const controller = `127.0.0.1:${freePort()}`;
  const properties = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.bootstrap.servers": controller,
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "DIRECT",
    "listener.security.protocol.map":
      `CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,CLIENTS:${listener.protocol}`,
    listeners: [
      `CONTROLLER://${controller}`,
      `DIRECT://127.0.0.1:${port}`,
      `CLIENTS://127.0.0.1:${listener.port}`,
    ].join(),
    "advertised.listeners": [
      `CONTROLLER://${controller}`,
      `DIRECT://127.0.0.1:${port}`,
      `CLIENTS://${listener.advertised}`,
    ].join(),
    "log.dirs": dataDir,
    "auto.create.topics.enable": "false",
    "offsets.topic.num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "group.initial.rebalance.delay.ms": "0",
    ...prefixed("listener.name.clients.", listener.settings ?? {}),
  };
  return Object.entries(properties).map(([name, value]) => `${name}=${value}\n`).join("");
}

function prefixed(
  prefix: string,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [prefix + name, value]),
  );
}
