import assert from "node:assert/strict";
import { parse } from "yaml";
import { type Dashboard, readDashboards, substituted } from "../../testing/dashboards.ts";
import { installed } from "../../testing/installed.ts";
import { createTestDatabase } from "../../testing/postgres.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { PROJECT } from "../../testing/program_command.ts";
import { type Prometheus, startPrometheus } from "../../testing/prometheus.ts";
import { ADDRESSES } from "../../testing/services.ts";
import { until } from "../../testing/until.ts";

const PROMETHEUS = installed("prometheus");
const EVERY = "500ms";
const DEADLINE_MS = 60_000;

/** Metrics of a separate exporter; their queries are evaluated without data. */
const OF_EXPORTER = 'job="kafka-exporter"';

/** Queries with these are evaluated without data: only the service with Postgres has this metric. */
const OF_POSTGRES = "clock_skew_seconds";

/** Metrics of a separate consumer, which does not run here. */
const OF_CONSUMER = 'job="consumer"';

/** Metrics that danielqsj/kafka_exporter documents. */
const EXPORTED = /^kafka_(brokers|consumergroup_lag|topic_partition_(current|oldest)_offset)$/;

/**
 * An alert's query has comparisons or exceptions; without them, it has data even if the alert does
 * not fire.
 */
const CONDITION = /\s*(?:==|!=|[<>]=?)\s*[\d.]+(?: \* [\d.]+)*| unless [^()]*/g;

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
}

interface Watch extends AsyncDisposable {
  readonly prometheus: Prometheus;
}

const WITH_EVENTS = ["events"];
const dashboards = readDashboards();

Deno.test({
  name: "every query of dashboards and rules has data from the embedded service under traffic",
  ignore: PROMETHEUS === undefined,
  fn: async (t) => {
    await using watch = await startWatch({});
    for (const [name, dashboard] of dashboards) {
      if (!WITH_EVENTS.includes(name)) await checkDashboard(t, name, dashboard, watch);
    }
    await checkRules(t, "service", watch);
    await checkRules(t, "slo", watch);
  },
});

Deno.test({
  name: "the clock is compared with that of Postgres",
  ignore: PROMETHEUS === undefined || ADDRESSES.postgres === undefined,
  fn: async () => {
    await using database = await createTestDatabase();
    await using watch = await startWatch({ DATABASE_URL: database.url });
    await hasValue(watch.prometheus, OF_POSTGRES);
  },
});

Deno.test({
  name: "every query about events has data from the service with Kafka under traffic",
  ignore: PROMETHEUS === undefined || ADDRESSES.kafka === undefined,
  fn: async (t) => {
    const unique = `dashboards-${crypto.randomUUID().slice(0, 8)}`;
    await using watch = await startWatch({
      KAFKA_BROKERS: ADDRESSES.kafka!,
      KAFKA_TOPIC: unique,
      KAFKA_GROUP: unique,
    });
    for (const name of WITH_EVENTS) await checkDashboard(t, name, dashboards.get(name)!, watch);
    await checkRules(t, "events", watch);
  },
});

/** Starts the service under load and a Prometheus that scrapes it with the rules of deploy/. */
async function startWatch(env: Readonly<Record<string, string>>): Promise<Watch> {
  await using stack = new AsyncDisposableStack();
  const program = stack.use(await startProgram({ env }));
  const traffic = startTraffic(program, (await program.newUser()).token);
  stack.defer(traffic.stop);
  const prometheus = stack.use(await startPrometheus(PROMETHEUS!, configFor(program)));
  const owned = stack.move();
  return { prometheus, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The configuration of deploy/ with one target and a short interval. */
function configFor({ port }: Program) {
  const config = parse(Deno.readTextFileSync(`${PROJECT}deploy/prometheus/prometheus.yml`));
  const { job_name } = config.scrape_configs[0];
  return {
    global: { scrape_interval: EVERY, scrape_timeout: EVERY, evaluation_interval: EVERY },
    rule_files: config.rule_files.map((path: string) => `${PROJECT}deploy/prometheus/${path}`),
    scrape_configs: [{ job_name, static_configs: [{ targets: [`127.0.0.1:${port}`] }] }],
  };
}

/** Runs every operation, cached and uncached, until it is stopped. */
function startTraffic(program: Program, token: string): { stop(): Promise<void> } {
  let isStopped = false;

  async function run(): Promise<void> {
    for (let turn = 1; !isStopped; turn++) {
      const n = turn % 2 === 0 ? 100 : 1_000 + turn % 2_000;
      for (const path of ["/factorial", "/fibonacci"]) {
        await finished(program.post(path, { n }, token));
      }
      await finished(program.post("/pow", { base: 3, exponent: n }, token));
      await finished(program.get("/logs?limit=1", token));
    }
  }

  const running = run();
  return {
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

async function finished(response: Promise<Response>): Promise<void> {
  const { ok, status, body } = await response;
  await body?.cancel();
  assert.ok(ok, `Status ${status}`);
}

async function checkDashboard(
  t: Deno.TestContext,
  name: string,
  dashboard: Dashboard,
  { prometheus }: Watch,
): Promise<void> {
  for (const { title, targets } of dashboard.panels) {
    await t.step(`${name}: ${title}`, async () => {
      for (const { expr } of targets) {
        await checkQuery(prometheus, substituted(expr, dashboard));
      }
    });
  }
  for (const { name: variable, query } of dashboard.templating.list) {
    await t.step(`${name}: $${variable}`, async () => {
      const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(query)!;
      const path = `label/${label}/values?match[]=${encodeURIComponent(selector!)}`;
      await until(query, async () => (await prometheus.get(path)).length > 0, DEADLINE_MS);
    });
  }
}

async function checkRules(t: Deno.TestContext, file: string, { prometheus }: Watch): Promise<void> {
  const text = await Deno.readTextFile(`${PROJECT}deploy/prometheus/rules/${file}.yml`);
  const rules: Rule[] = parse(text).groups.flatMap((group: { rules: Rule[] }) => group.rules);
  for (const { alert, record, expr } of rules) {
    await t.step(`rule ${alert ?? record}`, async () => {
      if (alert === undefined) return await checkQuery(prometheus, record!);
      assert.match(expr, CONDITION);
      await checkQuery(prometheus, expr.trim().replace(CONDITION, ""));
    });
  }
  await t.step(`the rules of ${file} are evaluated without an error, and none fires`, async () => {
    const { groups } = await prometheus.get("rules");
    const evaluated = groups.flatMap((group: { rules: unknown[] }) => group.rules);
    for (const { name, health, lastError, state } of evaluated) {
      assert.equal(health, "ok", `${name}: ${lastError}`);
      assert.notEqual(state, "firing", name);
    }
  });
}

/** Waits for a value; fails immediately if Prometheus cannot evaluate the query. */
async function checkQuery(prometheus: Prometheus, expression: string): Promise<void> {
  if (expression.includes(OF_EXPORTER)) {
    const names = expression.match(/\bkafka_\w+/g)!;
    assert.deepEqual(names.filter((name) => !EXPORTED.test(name)), []);
    await prometheus.query(expression);
    return;
  }
  if ([OF_POSTGRES, OF_CONSUMER].some((part) => expression.includes(part))) {
    await prometheus.query(expression);
    return;
  }
  await hasValue(prometheus, expression);
}

async function hasValue(prometheus: Prometheus, expression: string): Promise<void> {
  await until(
    `${expression} has a value`,
    async () => (await prometheus.query(expression)).some(Number.isFinite),
    DEADLINE_MS,
  );
}
