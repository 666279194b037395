import assert from "node:assert/strict";
import { parse } from "yaml";
import { PROJECT } from "../../testing/program_command.ts";
import { type Panel, readDashboards, substituted } from "../../testing/dashboards.ts";

const DASHBOARDS = readDashboards();
const COLUMNS = 24;

async function readYaml(path: string) {
  return parse(await Deno.readTextFile(PROJECT + path));
}

Deno.test("all four dashboards exist with distinct ids", () => {
  assert.deepEqual([...DASHBOARDS.keys()].sort(), ["calculations", "events", "runtime", "service"]);
  for (const [name, { uid, tags }] of DASHBOARDS) {
    assert.equal(uid, `mathcalculator-${name}`);
    assert.deepEqual(tags, ["mathcalculator"]);
  }
});

for (const [name, dashboard] of DASHBOARDS) {
  Deno.test(`dashboard ${name} queries the provisioned data source and defines its variables`, async () => {
    const { datasources } = await readYaml(
      "deploy/grafana/provisioning/datasources/prometheus.yml",
    );
    const { type, uid } = datasources[0];
    for (const { title, targets } of dashboard.panels) {
      assert.ok(targets.length > 0, title);
      for (const { expr, datasource } of targets) {
        assert.deepEqual(datasource, { type, uid }, title);
        assert.ok(!substituted(expr, dashboard).includes("$"), title);
      }
    }
  });

  Deno.test(`dashboard ${name} gives each panel a description and a unit`, () => {
    const { panels } = dashboard;
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    assert.equal(new Set(panels.map(({ title }) => title)).size, panels.length);
    for (const { title, description, fieldConfig } of panels) {
      assert.match(description, /\.$/, title);
      assert.ok(fieldConfig.defaults.unit, title);
    }
  });

  Deno.test(`panels of dashboard ${name} do not overlap`, () => {
    const cells = dashboard.panels.flatMap(cellsOf);
    assert.equal(new Set(cells).size, cells.length);
    for (const { gridPos, title } of dashboard.panels) {
      assert.ok(gridPos.x + gridPos.w <= COLUMNS, title);
    }
  });
}

Deno.test("every dashboard marks firing alerts and starts of processes", () => {
  for (const [name, { annotations }] of DASHBOARDS) {
    assert.deepEqual(annotations.list.map(({ name }) => name), ["Alerts", "Starts"], name);
    for (const { expr, enable } of annotations.list) assert.ok(expr && enable, name);
  }
});

/** Panels whose threshold is the value at which an alert fires. */
const THRESHOLDS = [
  ["service", "Errors", "ErrorsHigh"],
  ["service", "Median latency", "AnswersSlow"],
  ["service", "Compute queue", "QueueLong"],
  ["service", "Error budget, availability", "BudgetBurnsFast"],
  ["calculations", "Queue", "QueueLong"],
  ["events", "Consumer lag", "ConsumerLagging"],
  ["runtime", "Event-loop delay", "EventLoopBlocked"],
  ["runtime", "Resident memory", "MemoryHigh"],
  ["events", "Age of the backlog", "EntriesUnpublished"],
  ["runtime", "Clock skew", "ClockSkewed"],
] as const;

for (const [name, title, alert] of THRESHOLDS) {
  Deno.test(`panel ${title} of dashboard ${name} shows where ${alert} fires`, async () => {
    const panel = DASHBOARDS.get(name)!.panels.find((panel) => panel.title === title)!;
    const { steps } = panel.fieldConfig.defaults.thresholds!;
    assert.equal(steps.at(-1)!.value, await limitOf(alert));
  });
}

Deno.test("Prometheus stores exemplars, and the panel of latencies shows them", async () => {
  const { services } = await readYaml("docker-compose.yml");
  assert.ok(services.prometheus.command.includes("--enable-feature=exemplar-storage"));
  const { targets } = DASHBOARDS.get("service")!.panels.find(({ title }) => title === "Latency")!;
  assert.equal(targets.filter(({ exemplar }) => exemplar).length, 1);
});

/** The number with which an alert compares. */
async function limitOf(alert: string): Promise<number> {
  const files = ["service", "events", "slo"].map((name) => `deploy/prometheus/rules/${name}.yml`);
  const rules = (await Promise.all(files.map(readYaml)))
    .flatMap(({ groups }) => groups.flatMap(({ rules }: { rules: unknown[] }) => rules));
  const { expr } = rules.find((rule) => rule.alert === alert);
  const factors = /> ([\d. *]+)$/.exec(expr.trim())![1]!.split("*").map(Number);
  return factors.reduce((product, factor) => product * factor, 1);
}

Deno.test("Compose mounts the dashboards and the data source where Grafana reads them", async () => {
  const { services } = await readYaml("docker-compose.yml");
  const { providers } = await readYaml(
    "deploy/grafana/provisioning/dashboards/mathcalculator.yml",
  );
  const { path } = providers[0].options;
  assert.ok(services.grafana.volumes.includes(`./deploy/grafana/dashboards:${path}:ro`));
  const { datasources } = await readYaml("deploy/grafana/provisioning/datasources/prometheus.yml");
  assert.equal(datasources[0].url, "http://prometheus:9090");
  const { global } = await readYaml("deploy/prometheus/prometheus.yml");
  assert.equal(datasources[0].jsonData.timeInterval, global.scrape_interval);
  const environment = await Deno.readTextFile(`${PROJECT}deploy/grafana.env`);
  const [, home] = /HOME_DASHBOARD_PATH=(.+)/.exec(environment)!;
  assert.ok(DASHBOARDS.has(home!.replace(`${path}/`, "").replace(".json", "")));
});

function cellsOf({ gridPos: { x, y, w, h } }: Panel): string[] {
  return Array.from({ length: w * h }, (_, cell) => `${x + cell % w} ${y + Math.floor(cell / w)}`);
}
