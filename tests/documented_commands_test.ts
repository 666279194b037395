import assert from "node:assert/strict";
import { startProgram } from "../testing/program.ts";

const readme = read("README.md");
const api = read("docs/api.md");

Deno.test("the commands of the README tour print the output it shows", async () => {
  await assertOutputs(tourSteps());
});

Deno.test("the commands of the page about the HTTP interface print the output it shows", async () => {
  const signUp = tourSteps().slice(0, 2);
  const blocks = [...api.matchAll(/```sh\n([^]*?)```/g)].map(([, text]) => text!);
  await assertOutputs([...signUp, ...stepsOf(blocks.join(""))]);
});

Deno.test("the programs of the page about the HTTP interface print the output it shows", async () => {
  await using server = await startProgram({ form: "source" });
  const env = { BASE: server.address, KEY: await newKey(server.address) };
  const programs = [
    ...api.matchAll(/```(python|js)\n([^]*?)```\n+```text\n([^]*?)```/g),
  ];
  assert.equal(programs.length, 2);
  for (const [, language, program, output] of programs) {
    const [command, flag] = language === "python" ? ["python3", "-c"] : [Deno.execPath(), "eval"];
    const args = [flag, program!];
    const { stdout, stderr } = await new Deno.Command(command, { args, env }).output();
    assert.equal(new TextDecoder().decode(stdout), output, new TextDecoder().decode(stderr));
  }
});

const MARK = "-- end of step --";

interface Step {
  readonly commands: string;
  readonly output: string;
}

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../${path}`, import.meta.url));
}

function tourSteps(): Step[] {
  const [, tour = ""] = /## A tour with curl\n+```sh\n([^]*?)```/.exec(readme) ?? [];
  return stepsOf(tour);
}

/** Commands, split at the comments that show their output. */
function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  let commands = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("# ")) {
      steps.push({ commands, output: line.slice(2) });
      commands = "";
    } else commands += line + "\n";
  }
  assert.ok(steps.length >= 2, "The commands were not found");
  return steps;
}

/** Signs a user up and returns an API key. */
async function newKey(address: string): Promise<string> {
  const post = async (path: string, body: unknown, token = "") => {
    const response = await fetch(address + path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, `${path} responds with ${response.status}`);
    return await response.json();
  };
  const credentials = { username: "ada", password: "notes on the engine" };
  await post("/signup2", credentials);
  const { access_token: token } = await post("/login", credentials);
  return (await post("/keys", { name: "first steps" }, token)).key;
}

/** Runs the commands in one shell against a new program and asserts what each of them prints. */
async function assertOutputs(steps: readonly Step[]): Promise<void> {
  await using program = await startProgram({ form: "source" });
  const script = steps.map(({ commands }) => `${commands}\necho; echo "${MARK}"`).join("\n")
    .replace("BASE=http://localhost:8000", `BASE=${program.address}`);
  const { stdout, success } = await new Deno.Command("bash", { args: ["-euc", script] }).output();
  assert.ok(success);
  const outputs = new TextDecoder().decode(stdout).split(`\n${MARK}\n`);
  for (const [index, { commands, output }] of steps.entries()) {
    assert.match(outputs[index]!.trim(), pattern(output), commands);
  }
}

/** The shown output, with anything in place of each ellipsis. */
function pattern(output: string): RegExp {
  const parts = output.split("…").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join("[^]*?")}$`);
}
