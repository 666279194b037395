import assert from "node:assert/strict";
import { parse } from "yaml";
import { isolatePermissions } from "../../composition/permissions.ts";
import { OPTIONS, VARIABLES } from "../../infra/config/options.ts";
import { parseConfig } from "../../infra/config/parse_config.ts";
import { VERSION } from "../../infra/version.ts";
import { installed } from "../../testing/installed.ts";
import {
  KUBERNETES,
  type PodSpec,
  readResources,
  type Resource,
} from "../../testing/kubernetes.ts";

const KUBECTL = installed("kubectl");

/** kubernetes-validate of PyPI, which contains the schemas of Kubernetes. */
const VALIDATOR = Deno.env.get("KUBERNETES_VALIDATE");

/** The program exits within this time after SIGTERM. */
const STOP_SECONDS = 10;

/** Connections of a process beside its pool. */
const EXTRA_CONNECTIONS = 4;

/** Old pods that finish their work, while the new ones that replace them are ready. */
const TERMINATING = 3;

/** Default of Postgres, without those reserved for superusers. */
const MAX_CONNECTIONS = 100 - 3;

/** What the files of the Secret contain, by variable. */
const SECRETS = {
  DATABASE_URL: "postgres://mathcalculator:secret@postgres:5432/mathcalculator",
  REDIS_URL: "redis://:secret@redis:6379/0",
  JWT_SECRET: "0123456789abcdef0123456789abcdef",
  METRICS_TOKEN: "0123456789abcdef",
} as const;

const RESOURCES = readResources();
const SETTINGS = find("ConfigMap", "settings").data!;
const OWN = ["api", "consumer", "migrate"] as const;

function find(kind: string, name: string): Resource {
  const found = RESOURCES.find((other) => other.kind === kind && other.metadata.name === name);
  assert.ok(found, `${kind} ${name}`);
  return found;
}

function podOf(name: string): PodSpec {
  return find(name === "migrate" ? "Job" : "Deployment", name).spec.template.spec;
}

/** The configuration of a pod: settings, and secrets in place of the files. */
function configOf() {
  const entries = Object.entries(SETTINGS).map(([name, value]) => {
    if (!name.endsWith("_FILE")) return [name, value];
    const variable = name.slice(0, -"_FILE".length);
    assert.equal(value, `/secrets/${variable.toLowerCase()}`);
    return [variable, SECRETS[variable as keyof typeof SECRETS]];
  });
  return parseConfig(Object.fromEntries(entries), 2);
}

Deno.test("the settings exist, are valid, and leave every secret to a file", () => {
  for (const name of Object.keys(SETTINGS)) assert.ok(VARIABLES.includes(name), name);
  const secrets = Object.values(OPTIONS).filter(({ fromFile }) => fromFile === "secret");
  for (const { name } of secrets) assert.ok(!(name in SETTINGS), name);
  const config = configOf();
  assert.equal(config.consumer, false);
  assert.equal(config.host, "0.0.0.0");
});

for (const name of OWN) {
  const pod = podOf(name);
  const [container] = pod.containers;

  Deno.test(`pod ${name} has no privileges, a read-only root and limits`, () => {
    assert.equal(pod.automountServiceAccountToken, false);
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.equal(pod.securityContext.runAsUser, 10001);
    assert.deepEqual(pod.securityContext.seccompProfile, { type: "RuntimeDefault" });
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.ok(container.resources.limits.memory);
  });

  Deno.test(`pod ${name} has 15 s, enough for a graceful stop`, () => {
    assert.equal(pod.terminationGracePeriodSeconds, 15);
    const preStop = container.lifecycle?.preStop.sleep.seconds ?? 0;
    assert.ok(pod.terminationGracePeriodSeconds > preStop + STOP_SECONDS);
  });

  Deno.test(`the network policy of ${name} has the ports of its isolate's permissions`, () => {
    const config = configOf();
    const { net } = isolatePermissions(config)[name === "consumer" ? "consumer" : "server"];
    const listening = `${config.host}:${config.port}`;
    const databases = [new URL(config.databaseUrl!).port];
    const addresses = (net as string[]).filter((address) => address !== listening);
    const ports = name === "migrate" ? databases : addresses.map((text) => text.split(":").at(-1)!);
    const { spec } = find("NetworkPolicy", name);
    const { egress, ingress = [] } = spec;
    const portsOf = (rules: { ports: { port: number }[] }[]) =>
      new Set(rules.flatMap(({ ports }) => ports.map(({ port }) => String(port))));
    assert.deepEqual(portsOf(egress), new Set(["53", ...ports]));
    assert.deepEqual(portsOf(ingress), new Set(name === "migrate" ? [] : [String(config.port)]));
    assert.deepEqual(spec.policyTypes, ["Ingress", "Egress"]);
  });
}

for (const name of ["api", "consumer"] as const) {
  Deno.test(`${name} is probed where it listens, and its disruptions are limited`, () => {
    const [{ ports, readinessProbe, livenessProbe, args }] = podOf(name).containers;
    assert.deepEqual(args, [name === "api" ? "serve" : "consume"]);
    assert.deepEqual(ports!.map(({ containerPort }) => containerPort), [configOf().port]);
    assert.equal(readinessProbe!.httpGet.path, "/health/ready");
    assert.equal(livenessProbe!.httpGet.path, "/health/live");
    assert.equal(find("PodDisruptionBudget", name).spec.maxUnavailable, 1);
  });
}

Deno.test("at the largest scale and during an upgrade, Postgres has enough connections", () => {
  const autoscaler = find("HorizontalPodAutoscaler", "api").spec;
  const surge = (name: string) => find("Deployment", name).spec.strategy.rollingUpdate.maxSurge;
  const replicas = autoscaler.maxReplicas + find("Deployment", "consumer").spec.replicas;
  const processes = replicas + surge("api") + surge("consumer") + TERMINATING + 1;
  assert.ok(processes * (configOf().databasePool + EXTRA_CONNECTIONS) <= MAX_CONNECTIONS);
});

Deno.test("the base selects the image of this version", () => {
  const { images } = parse(Deno.readTextFileSync(`${KUBERNETES}/kustomization.yaml`));
  assert.equal(images[0].newTag, VERSION);
  for (const name of OWN) assert.equal(podOf(name).containers[0].image, images[0].name);
});

Deno.test({
  name: "Kustomize builds the base, and its resources match the schemas of Kubernetes",
  ignore: KUBECTL === undefined || VALIDATOR === undefined,
  fn: async () => {
    const built = await run(KUBECTL!, ["kustomize", KUBERNETES]);
    const file = await Deno.makeTempFile({ suffix: ".yaml" });
    try {
      await Deno.writeTextFile(file, built);
      await run(VALIDATOR!, ["--strict", file]);
    } finally {
      await Deno.remove(file);
    }
  },
});

async function run(program: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  const decoder = new TextDecoder();
  assert.ok(success, decoder.decode(stdout) + decoder.decode(stderr));
  return decoder.decode(stdout);
}
