import assert from "node:assert/strict";
import project from "../deno.json" with { type: "json" };
import { configTable } from "../tools/config_table.ts";
import { startProgram } from "./support/program.ts";

const readme = await Deno.readTextFile(new URL("../README.md", import.meta.url));

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
