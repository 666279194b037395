import assert from "node:assert/strict";
import { parse } from "yaml";
import project from "../deno.json" with { type: "json" };
import { VARIABLES } from "../infra/config/options.ts";
import { configTable } from "../tools/config_table.ts";
import { walk } from "../tools/walk.ts";
import { interpolated, readCompose } from "../testing/compose.ts";
import { startProgram } from "../testing/program.ts";

const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));
const operations = await Deno.readTextFile(new URL("../docs/operations.md", import.meta.url));

Deno.test("README lists every setting as the code defines it", () => {
  const lines = new Set(readme.split("\n").map(withoutPadding));
  for (const row of configTable().slice(2)) assert.ok(lines.has(withoutPadding(row)), row);
});

Deno.test("README names every direct dependency", () => {
  for (const name of Object.keys(project.imports)) {
    const packageName = name.replace(/\/$/, "");
    assert.ok(readme.includes(`| \`${packageName}\``), packageName);
  }
});

Deno.test("README's tour gives what it shows", async () => {
  await using program = await startProgram({ form: "source" });
  const steps = tourSteps().map(({ commands, output }) => ({
    commands: commands.replace("BASE=http://localhost:8000", `BASE=${program.address}`),
    output,
  }));
  const script = steps.map(({ commands }) => `${commands}\necho; echo "${MARK}"`).join("\n");
  const { stdout, success } = await new Deno.Command("bash", { args: ["-euc", script] }).output();
  assert.ok(success);
  const outputs = new TextDecoder().decode(stdout).split(`\n${MARK}\n`);
  for (const [index, { commands, output }] of steps.entries()) {
    assert.match(outputs[index]!.trim(), pattern(output), commands);
  }
});

Deno.test("the documents name addresses that Compose publishes, and containers that it has", () => {
  const { services } = readCompose();
  const ports = Object.values(services).flatMap(({ ports = [] }) => ports)
    .map((port) => interpolated(port, {}).split(":")[1]!);
  const named = [...(readme + operations).matchAll(/<http:\/\/localhost:(\d+)/g)]
    .map(([, port]) => port!);
  assert.deepEqual(new Set(ports).difference(new Set(named)), new Set());
  assert.deepEqual(new Set(named).difference(new Set(ports)), new Set());
  const executed = [...(readme + operations).matchAll(/docker compose exec (?:-T )?(\S+)/g)]
    .map(([, name]) => name!);
  assert.ok(executed.length > 5);
  assert.deepEqual(executed.filter((name) => !(name in services)), []);
});

Deno.test("the operations page names settings that exist", () => {
  const ofContainers = [".env.example", ...walk("deploy", /\.env$/)]
    .flatMap((path) => [...Deno.readTextFileSync(path).matchAll(/^([A-Z][A-Z_]+)=/gm)])
    .map(([, name]) => name!);
  const known = new Set([...VARIABLES, ...ofContainers]);
  const named = [...operations.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name]) => name!);
  assert.ok(named.length > 8);
  assert.deepEqual(named.filter((name) => !known.has(name)), []);
});

Deno.test("the operations page names alerts and metrics that Prometheus is asked for", () => {
  const rules = walk("deploy/prometheus/rules", /\.yml$/).map((path) =>
    Deno.readTextFileSync(path)
  );
  const dashboards = walk("deploy/grafana/dashboards", /\.json$/).map((path) =>
    Deno.readTextFileSync(path)
  );
  const queries = [...rules, ...dashboards].join("\n");
  const metrics = [...operations.matchAll(/`([a-z]+(?:_[a-z]+)+)(?:\{[^`]*)?`/g)]
    .map(([, name]) => name!).filter((name) =>
      /^(compute_|events_.*_(lag|total)$|health_|kafka_|request_log_)/.test(name)
    );
  assert.ok(metrics.length > 8);
  assert.deepEqual(metrics.filter((name) => !queries.includes(name)), []);
  const alerts = [...operations.matchAll(/[Aa]lert\s`(\w+)`/g)].map(([, name]) => name!);
  assert.ok(alerts.length > 3);
  assert.deepEqual(alerts.filter((name) => !queries.includes(`alert: ${name}\n`)), []);
});

Deno.test("each alert leads to a section of the operations page", () => {
  const headings = [...operations.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text!.toLowerCase().replace(/[^a-z0-9 _-]/g, "").replaceAll(" ", "-")
  );
  const alerts = walk("deploy/prometheus/rules", /\.yml$/)
    .flatMap((path) => parse(Deno.readTextFileSync(path)).groups)
    .flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
  assert.ok(alerts.length > 8);
  const targets = headings.map((heading) => `docs/operations.md#${heading}`);
  assert.deepEqual(alerts.filter(({ annotations }) => !targets.includes(annotations.runbook)), []);
});

const MARK = "-- end of step --";

interface Step {
  readonly commands: string;
  readonly output: string;
}

/** The tour's commands, cut at the comments that show what they print. */
function tourSteps(): Step[] {
  const [, tour = ""] = /## A tour with curl\n+```sh\n([^]*?)```/.exec(readme) ?? [];
  const steps: Step[] = [];
  let commands = "";
  for (const line of tour.split("\n")) {
    if (line.startsWith("# ")) {
      steps.push({ commands, output: line.slice(2) });
      commands = "";
    } else commands += line + "\n";
  }
  assert.ok(steps.length > 5, "The tour was not found");
  return steps;
}

/** The shown output, with anything in place of each ellipsis. */
function pattern(output: string): RegExp {
  const parts = output.split("…").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join("[^]*?")}$`);
}

function withoutPadding(line: string): string {
  return line.replace(/-{3,}/g, "---").replace(/ +/g, " ").trim();
}
