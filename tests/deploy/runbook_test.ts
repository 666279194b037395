import assert from "node:assert/strict";
import { parse } from "yaml";
import { PROJECT } from "../../testing/program_command.ts";
import { walk } from "../../tools/walk.ts";

interface Rule {
  readonly alert?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const RULES: readonly Rule[] = walk(`${PROJECT}deploy/prometheus/rules`, /\.yml$/)
  .flatMap((path) => parse(Deno.readTextFileSync(path)).groups)
  .flatMap(({ rules }) => rules);
const ALERTS = RULES.filter(({ alert }) => alert !== undefined);

Deno.test("each alert links to a section of the runbook, which has no other sections", async () => {
  const text = await Deno.readTextFile(`${PROJECT}docs/runbook.md`);
  const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title!);
  assert.deepEqual(
    new Set(sections),
    new Set(["Objectives", ...ALERTS.map(({ alert }) => alert!)]),
  );
  for (const { alert, annotations } of ALERTS) {
    assert.equal(annotations!.runbook, `docs/runbook.md#${alert!.toLowerCase()}`);
  }
});
