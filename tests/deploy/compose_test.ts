import assert from "node:assert/strict";
import { parse } from "yaml";
import { parseConfig } from "../../infra/config/parse_config.ts";
import {
  type ComposeService,
  environmentOf,
  interpolated,
  readCompose,
  SECRETS,
} from "../../testing/compose.ts";
import { PROJECT } from "../../testing/program_command.ts";

const COMPOSE = readCompose();
const SERVICES = Object.entries(COMPOSE.services);
const OWN = SERVICES.filter(([, { image }]) => image.startsWith("mathcalculator:"));

/** The program exits within this time after SIGTERM. */
const STOP_SECONDS = 10;

/** Ports that the program connects to, by service. */
const PORTS: Readonly<Record<string, string>> = { postgres: "5432", redis: "6379", kafka: "9092" };

Deno.test("Compose defines every service, and profiles only for replicas and proxy", () => {
  assert.deepEqual(SERVICES.map(([name]) => name), [
    "api",
    "consumer",
    "postgres",
    "backup",
    "redis",
    "kafka",
    "kafka-exporter",
    "postgres-exporter",
    "redis-exporter",
    "prometheus",
    "grafana",
    "replica",
    "proxy",
  ]);
  const withProfile = SERVICES.filter(([, { profiles }]) => profiles !== undefined);
  assert.deepEqual(withProfile.map(([name, { profiles }]) => [name, profiles]), [
    ["backup", ["backup"]],
    ["replica", ["replicas"]],
    ["proxy", ["replicas"]],
  ]);
  assert.ok(COMPOSE.services.replica!.deploy!.replicas! > 1);
});

for (const [name, service] of SERVICES) {
  Deno.test(`container ${name} has no privileges, resource limits and a health check`, () => {
    assert.deepEqual(service.cap_drop, ["ALL"]);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"]);
    const isJob = name === "backup";
    assert.equal(service.restart, isJob ? "no" : "unless-stopped");
    const { cpus, memory, pids } = service.deploy!.resources!.limits!;
    assert.ok(cpus && memory && pids);
    if (!isJob) assert.ok(service.healthcheck!.test.length > 1);
    // The entrypoint of Kafka's image writes its configuration into the image.
    assert.equal(service.read_only ?? false, name !== "kafka");
    if (!service.image.startsWith("mathcalculator:")) {
      assert.match(service.image, /:v?\d+\.\d+\.\d+|:\d+\.\d+-/);
    }
  });

  Deno.test(`container ${name} publishes ports on loopback only`, () => {
    for (const port of service.ports ?? []) {
      assert.match(interpolated(port, {}), /^127\.0\.0\.1:\d+:\d+$/);
    }
    const published = ["api", "prometheus", "grafana", "proxy"].includes(name);
    assert.equal(service.ports !== undefined, published);
  });

  Deno.test(`files, volumes and networks of container ${name} exist`, () => {
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      if (source.startsWith("./")) {
        assert.ok(Deno.statSync(PROJECT + source.slice(2)));
        assert.match(volume, /:ro$/);
      } else assert.ok(source in COMPOSE.volumes, source);
    }
    for (const path of service.env_file ?? []) assert.ok(Deno.statSync(PROJECT + path).isFile);
    for (const network of service.networks) assert.ok(network in COMPOSE.networks, network);
  });

  Deno.test(`container ${name} waits until its dependencies are healthy and shares a network with them`, () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      assert.equal(condition, "service_healthy");
      const { networks } = COMPOSE.services[other]!;
      assert.ok(networks.some((network) => service.networks.includes(network)), other);
    }
  });
}

/** Directories that images give to the user of the container, and a new volume with them. */
const OWN_DIRECTORIES: Readonly<Record<string, string>> = {
  "mathcalculator": "/data",
  "postgres": "/var/lib/postgresql/data",
  "apache/kafka": "/var/lib/kafka/data",
  "prom/prometheus": "/prometheus",
  "grafana/grafana": "/var/lib/grafana",
  "caddy": "/data",
};

Deno.test("every volume is mounted where the user of the container can write", () => {
  for (const [name, { image, volumes = [] }] of SERVICES) {
    for (const [source, target] of volumes.map((volume) => volume.split(":"))) {
      if (source!.startsWith("./")) continue;
      assert.equal(target, OWN_DIRECTORIES[image.split(":")[0]!], name);
    }
  }
});

Deno.test("Kafka keeps the offsets of a group for longer than its events", async () => {
  const text = await Deno.readTextFile(`${PROJECT}deploy/kafka.env`);
  const valueOf = (name: string) => Number(new RegExp(`^KAFKA_${name}=(.+)$`, "m").exec(text)![1]);
  assert.ok(valueOf("OFFSETS_RETENTION_MINUTES") > valueOf("LOG_RETENTION_HOURS") * 60);
});

Deno.test("every volume is mounted", () => {
  const used = SERVICES.flatMap(([, { volumes = [] }]) =>
    volumes.map((text) => text.split(":")[0])
  );
  for (const name of Object.keys(COMPOSE.volumes)) assert.ok(used.includes(name), name);
});

for (const [name, service] of OWN) {
  Deno.test(`container ${name} has time for a graceful stop`, () => {
    assert.ok(parseInt(service.stop_grace_period!) > STOP_SECONDS);
    assert.match(service.stop_grace_period!, /^\d+s$/);
  });

  Deno.test(`the settings of container ${name} are valid and name reachable containers`, () => {
    const config = parseConfig(settingsOf(service), 2);
    assert.equal(config.consumer, false);
    const brokers = config.kafkaBrokers.map((address) => `tcp://${address}`);
    const addresses = [config.databaseUrl!, config.redisUrl!, ...brokers].map((url) =>
      new URL(url)
    );
    assert.deepEqual(addresses.map(({ hostname }) => hostname), Object.keys(PORTS));
    for (const { hostname, port } of addresses) {
      assert.equal(port, PORTS[hostname]);
      assert.ok(COMPOSE.services[hostname]!.networks.includes("data"));
      assert.ok(service.networks.includes("data"));
    }
  });
}

Deno.test("each container reads its passwords from files that it is given", () => {
  for (const [name, service] of SERVICES) {
    const paths = Object.entries(environmentOf(service))
      .filter(([variable]) => variable.endsWith("_FILE")).map(([, path]) => path);
    assert.deepEqual(paths, (service.secrets ?? []).map((secret) => SECRETS + secret), name);
  }
  const readers = SERVICES.filter(([, { secrets }]) => secrets).map(([name]) => name);
  assert.deepEqual(readers, [
    "api",
    "consumer",
    "postgres",
    "backup",
    "redis",
    "postgres-exporter",
    "redis-exporter",
    "grafana",
    "replica",
  ]);
});

Deno.test("no password is in the environment of a container", () => {
  for (const [name, service] of SERVICES) {
    for (const [variable, value] of Object.entries(environmentOf(service))) {
      const isPassword = /PASS|SECRET|TOKEN|AUTH\b/.test(variable) && !variable.endsWith("_FILE");
      assert.ok(!isPassword, `${name}: ${variable}`);
      assert.doesNotMatch(value, /:\/\/[^/]*:[^/]*@/, `${name}: ${variable}`);
    }
  }
});

Deno.test("a file named in .env replaces that of a password", () => {
  for (const [name, { file }] of Object.entries(COMPOSE.secrets)) {
    const variable = `${name.replace("-", "_").toUpperCase()}_FILE`;
    assert.ok(Deno.statSync(PROJECT + interpolated(file, {})).isFile, file);
    assert.equal(interpolated(file, { [variable]: "/etc/mine" }), "/etc/mine");
  }
});

Deno.test("the service uses the account and the database that Postgres creates", () => {
  const { POSTGRES_USER, POSTGRES_DB } = environmentOf(COMPOSE.services.postgres!);
  for (const [, service] of OWN) {
    const { username, password, pathname } = new URL(settingsOf(service).DATABASE_URL!);
    assert.deepEqual([username, password, pathname], [POSTGRES_USER, "", `/${POSTGRES_DB}`]);
  }
});

Deno.test("the proxy knows every container of the replicas", () => {
  const { replica, proxy } = COMPOSE.services;
  const names = environmentOf(proxy!).REPLICAS!.split(" ");
  const numbers = Array.from({ length: replica!.deploy!.replicas! }, (_, index) => index + 1);
  assert.deepEqual(names, numbers.map((number) => `mathcalculator-replica-${number}:8000`));
});

Deno.test("the API does not wait for Kafka, which it can do without", () => {
  for (const name of ["api", "replica"]) {
    assert.ok(!("kafka" in COMPOSE.services[name]!.depends_on!), name);
  }
});

Deno.test("a version in .env selects the image of the service", () => {
  for (const [, { image }] of OWN) {
    assert.equal(interpolated(image, {}), "mathcalculator:latest");
    assert.equal(interpolated(image, { MATHCALCULATOR_VERSION: "1.2.3" }), "mathcalculator:1.2.3");
  }
});

Deno.test("the exporters are scraped where they listen", async () => {
  const { scrape_configs } = parse(
    await Deno.readTextFile(`${PROJECT}deploy/prometheus/prometheus.yml`),
  );
  const jobs = scrape_configs.map(({ job_name }: { job_name: string }) => job_name);
  for (const [name] of SERVICES) {
    if (name.endsWith("-exporter")) assert.ok(jobs.includes(name), name);
  }
});

/** Settings of a container of the service, with the secrets that its variables refer to. */
function settingsOf(service: ComposeService): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environmentOf(service)).map(([name, value]) => {
      if (!name.endsWith("_FILE")) return [name, value];
      const { file } = COMPOSE.secrets[value.slice(SECRETS.length)]!;
      const secret = Deno.readTextFileSync(PROJECT + interpolated(file, {}));
      return [name.replace(/_FILE$/, ""), secret.trim()];
    }),
  );
}

Deno.test(".env.example lists every variable of .env with its default", async () => {
  const paths = ["docker-compose.yml", ...SERVICES.flatMap(([, { env_file = [] }]) => env_file)];
  const texts = await Promise.all(paths.map((path) => Deno.readTextFile(PROJECT + path)));
  const used = texts.join("\n").matchAll(/\$\{(\w+):-([^}]*)\}/g);
  const defaults = new Set([...used].map(([, name, value]) => `${name}=${value}`));
  const example = (await Deno.readTextFile(`${PROJECT}.env.example`)).split("\n");
  assert.deepEqual(new Set(example.filter((line) => /^\w/.test(line))), defaults);
});

Deno.test("the broker advertises the address in KAFKA_BROKERS", () => {
  const kafka = environmentOf(COMPOSE.services.kafka!);
  const { KAFKA_BROKERS } = environmentOf(COMPOSE.services.api!);
  assert.equal(kafka.KAFKA_ADVERTISED_LISTENERS, `PLAINTEXT://${KAFKA_BROKERS}`);
});
