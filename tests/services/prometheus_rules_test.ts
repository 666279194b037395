import assert from "node:assert/strict";
import { parse } from "yaml";
import { walk } from "../../tools/walk.ts";
import { installed } from "../../testing/installed.ts";
import { PROJECT } from "../../testing/program_command.ts";

const PROMTOOL = installed("promtool");
const DIRECTORY = `${PROJECT}deploy/prometheus`;
const RULES = walk(`${DIRECTORY}/rules`, /\.yml$/);
const TESTS = walk(`${DIRECTORY}/tests`, /_test\.yml$/);

interface Rule {
  readonly alert?: string;
  readonly record?: string;
}

interface RuleTest {
  readonly promql_expr_test?: readonly { readonly expr: string; readonly exp_samples: unknown[] }[];
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly exp_alerts: unknown[];
  }[];
}

for (
  const [name, args] of [
    ["the configuration of Prometheus and its rules are valid", [
      "check",
      "config",
      `${DIRECTORY}/prometheus.yml`,
    ]],
    ["the rules pass their tests", ["test", "rules", ...TESTS]],
  ] as const
) {
  Deno.test({
    name,
    ignore: PROMTOOL === undefined,
    fn: async () => {
      const command = new Deno.Command(PROMTOOL!, { args: [...args] });
      const { success, stdout, stderr } = await command.output();
      const decoder = new TextDecoder();
      assert.ok(success, decoder.decode(stdout) + decoder.decode(stderr));
    },
  });
}

Deno.test("each alert fires in a test, and each recording rule is compared", () => {
  const rules: Rule[] = RULES.flatMap((path) =>
    parse(Deno.readTextFileSync(path)).groups.flatMap((group: { rules: Rule[] }) => group.rules)
  );
  const tests: RuleTest[] = TESTS.flatMap((path) => parse(Deno.readTextFileSync(path)).tests);
  const fired = tests.flatMap(({ alert_rule_test = [] }) => alert_rule_test)
    .filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname);
  const compared = tests.flatMap(({ promql_expr_test = [] }) => promql_expr_test)
    .filter(({ exp_samples }) => exp_samples.length > 0).map(({ expr }) => expr);
  const untested = rules.filter(({ alert, record }) =>
    alert === undefined ? !compared.some((expr) => expr.includes(record!)) : !fired.includes(alert)
  );
  assert.deepEqual(untested, []);
  assert.ok(rules.length > 10);
});
