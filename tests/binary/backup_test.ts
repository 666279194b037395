import assert from "node:assert/strict";
import { makeDirectory } from "../../testing/directory.ts";
import { type Program, startProgram } from "../../testing/program.ts";
import { programCommand, PROJECT } from "../../testing/program_command.ts";

/** Concurrent calculations during the backup. */
const CLIENTS = 8;

Deno.test("the documented commands back up SQLite under load and restore it", async (t) => {
  const [save, restore] = await commandsOf("### SQLite\n");
  await using directory = await makeDirectory();
  const { path } = directory;
  const dataDir = `${path}/data`;
  let token = "";
  let before: string[] = [];

  {
    await using program = await startProgram({ dataDir });
    token = (await program.newUser()).token;
    before = await ask(program, token, 200);
    const [later] = await Promise.all([ask(program, token, 200), run(save!, path)]);
    assert.equal(new Set([...before, ...later]).size, 400);
  }
  await Deno.writeTextFile(`${dataDir}/mathcalculator.db`, "damaged");
  await run(restore!, path);
  await using program = await startProgram({ dataDir });

  await t.step("the log has every answer from before the backup", async () => {
    const logged = new Set((await program.entries(token)).map(({ id }) => id));
    assert.deepEqual(new Set(before).difference(logged), new Set());
  });
  await t.step("sessions survive, and their users can calculate", async () => {
    assert.equal((await ask(program, token, 1)).length, 1);
  });
  await t.step("other users cannot read the restored file", async () => {
    const { mode } = await Deno.stat(`${dataDir}/mathcalculator.db`);
    assert.equal(mode! & 0o777, 0o600);
  });
});

/** Shell blocks in a section of the operations page. */
async function commandsOf(heading: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${PROJECT}docs/operations.md`);
  const section = text.split(heading)[1]!.split("\n### ")[0]!;
  return [...section.matchAll(/```sh\n([^]*?)```/g)].map(([, commands]) => commands!);
}

async function run(commands: string, cwd: string): Promise<void> {
  const program = programCommand("compiled").path;
  const script = `mathcalculator() { "${program}" "$@"; }\n${commands}`;
  const { success, stderr } = await new Deno.Command("sh", { args: ["-euc", script], cwd })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** Calculates `count` answers and returns their ids. */
async function ask(program: Program, token: string, answers: number): Promise<string[]> {
  const ids: string[] = [];
  let left = answers;

  async function client(): Promise<void> {
    while (left-- > 0) {
      const response = await program.post("/factorial", { n: left % 50 }, token);
      const { id, detail } = await response.json();
      assert.equal(response.status, 200, detail);
      ids.push(id);
    }
  }

  await Promise.all(Array.from({ length: CLIENTS }, client));
  return ids;
}
