import assert from "node:assert/strict";
import project from "../deno.json" with { type: "json" };
import { EXIT } from "../commands/shared/command.ts";
import { COMMANDS } from "../commands/mod.ts";
import { OPERATIONS } from "../domain/operations/mod.ts";
import { VARIABLES } from "../infra/config/options.ts";
import { openApiDocument } from "../routes/openapi.ts";
import { PROBLEMS } from "../routes/problems.ts";
import { configTable } from "../tools/config_table.ts";
import { importGraph, mermaid } from "../tools/import_graph.ts";
import { programFiles } from "../tools/imports.ts";
import { walk } from "../tools/walk.ts";
import { interpolated, readCompose } from "../testing/compose.ts";

const readme = read("README.md");
const operations = read("docs/operations.md");
const compatibility = read("docs/compatibility.md");

Deno.test("the configuration page lists every setting as the code defines it", () => {
  const lines = new Set(read("docs/configuration.md").split("\n").map(withoutPadding));
  for (const row of configTable().slice(2)) assert.ok(lines.has(withoutPadding(row)), row);
});

Deno.test("the dependencies page names every direct dependency", () => {
  const dependencies = read("docs/dependencies.md");
  for (const name of Object.keys(project.imports)) {
    const packageName = name.replace(/\/$/, "");
    assert.ok(dependencies.includes(`| \`${packageName}\``), packageName);
  }
});

Deno.test("the speed page names tasks that exist", () => {
  const named = [...read("docs/speed.md").matchAll(/`(?:\.\/denow task )?(bench:\w+|soak)`/g)]
    .map(([, name]) => name!);
  const tasks = Object.keys(project.tasks).filter((name) => /^(bench:|soak$)/.test(name));
  assert.deepEqual([...new Set(named)].sort(), tasks.sort());
});

Deno.test("CONTRIBUTING names every task", () => {
  const text = read("CONTRIBUTING.md");
  const missing = Object.keys(project.tasks).filter((name) =>
    !/^(bench|coverage):|^start$/.test(name) && !text.includes(`\`${name}\``)
  );
  assert.deepEqual(missing, []);
});

Deno.test("the architecture page shows the imports between the top-level folders", () => {
  const graph = importGraph();
  assert.equal(graph.cycle, undefined);
  const blocks = [...read("docs/architecture.md").matchAll(/```mermaid\n([^]*?)\n```/g)];
  assert.ok(
    blocks.some(([, block]) => block === mermaid(graph)),
    `Replace the graph by the output of "./denow task graph":\n${mermaid(graph)}`,
  );
});

Deno.test("the compatibility page lists paths, problem codes, commands and exit codes", () => {
  const { paths } = openApiDocument(OPERATIONS, { version: "0", publicUrl: undefined }) as {
    paths: Record<string, unknown>;
  };
  const documented = tokens(section(compatibility, "HTTP interface"));
  const missing = Object.keys(paths).filter((path) =>
    !documented.includes(path) && !documented.includes(path.replace(/^\/api/, ""))
  );
  assert.deepEqual(missing, []);

  const problems = firstColumn(section(compatibility, "Problem codes"));
  assert.deepEqual(problems.sort(), Object.keys(PROBLEMS).sort());
  for (const [code, { status }] of Object.entries(PROBLEMS)) {
    assert.match(compatibility, new RegExp(`^\\| \`${code}\` +\\| ${status} +\\|$`, "m"));
  }

  const commandLine = section(compatibility, "Command line");
  const verbs = COMMANDS.flatMap(({ name, usage }) =>
    name === "user" ? usage.split(" | ").map((verb) => `user ${verb.split(" ")[0]}`) : [name]
  );
  assert.deepEqual(verbs.filter((verb) => !tokens(commandLine).includes(verb)), []);
  const exitCodes = [...commandLine.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code));
  assert.deepEqual(exitCodes, Object.values(EXIT));
});

Deno.test("the compatibility page lists every log message", () => {
  const sources = programFiles().map(read).join("\n");
  const logged = [...sources.matchAll(/logger\.(?:debug|info|warn|error)\(\s*"(\w+)"/g)]
    .map(([, message]) => message!);
  const [, events = ""] = /type SecurityEvent =([^;]*);/.exec(sources) ?? [];
  const security = [...events.matchAll(/"(\w+)"/g)].map(([, event]) => event!);
  assert.ok(logged.length > 15 && security.length > 5);

  const documented = firstColumn(section(compatibility, "Application log"));
  const missing = new Set([...logged, ...security]).difference(new Set(documented));
  assert.deepEqual([...missing], []);
  const unknown = documented.filter((message) =>
    !sources.includes(`"${message}"`) &&
    !sources.includes(`"${message.replace(/_(failing|ok)$/, "")}"`)
  );
  assert.deepEqual(unknown, []);
});

Deno.test("the compatibility page lists every metric", () => {
  const source = read("infra/telemetry/metrics.ts");
  const declared = [...source.matchAll(/"([a-z]+(?:_[a-z]+)+)"/g)].map(([, name]) => name!);
  const documented = firstColumn(section(compatibility, "Metrics"));
  assert.ok(declared.length > 20);
  assert.deepEqual(documented.sort(), [...new Set(declared)].sort());
});

Deno.test("the documents name every address and only containers of the Compose file", () => {
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

Deno.test("the operations page names alerts that exist and metrics that rules or dashboards query", () => {
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

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../${path}`, import.meta.url));
}

/** The text below a heading, up to the next one of any level. */
function section(markdown: string, heading: string): string {
  const [, text] = new RegExp(`^#+ ${heading}\\n([^]*?)(?=^#+ |$(?![^]))`, "m").exec(markdown) ??
    [];
  assert.ok(text !== undefined, `There is no section "${heading}"`);
  return text;
}

/** Everything in backticks. */
function tokens(markdown: string): string[] {
  return [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, token]) => token!);
}

/** The names in backticks in the first column of a table. */
function firstColumn(markdown: string): string[] {
  return [...markdown.matchAll(/^\| (`[^|]+?) *\|/gm)].flatMap(([, cell]) => tokens(cell!));
}

function withoutPadding(line: string): string {
  return line.replace(/-{3,}/g, "---").replace(/ +/g, " ").trim();
}
