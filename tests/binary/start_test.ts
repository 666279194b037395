import assert from "node:assert/strict";
import { runProgram, startProgram } from "../support/program.ts";
import { makeDirectory } from "../support/directory.ts";
import { programCommand } from "../support/program_command.ts";

Deno.test("a start that cannot succeed ends at once and says why", async (t) => {
  await using directory = await makeDirectory();
  const file = `${directory.path}/file`;
  await Deno.writeTextFile(file, "");
  await using running = await startProgram();
  const { port } = running;
  const cases: Readonly<Record<string, readonly [code: number, args: string[], reason: RegExp]>> = {
    "the port is in use": [
      1,
      ["--port", String(port)],
      ending(`127.0.0.1:${port}: Address already`),
    ],
    "the address is not this machine's": [1, ["--host", "192.0.2.1"], ending("192.0.2.1:0: ")],
    "the host is unknown": [1, ["--host", "host.invalid"], ending("host.invalid:0: ")],
    "the data directory is a file": [
      2,
      ["--data-dir", file],
      ending(`DATA_DIR: cannot use "${file}"`),
    ],
    "the data directory is below a file": [2, ["--data-dir", `${file}/data`], ending("DATA_DIR: ")],
  };
  for (const [name, [code, args, reason]] of Object.entries(cases)) {
    await t.step(name, async () => {
      const finished = await runProgram(["serve", "--port", "0", ...args], {
        env: { DATA_DIR: `${directory.path}/data`, LOG_LEVEL: "error" },
      });
      assert.equal(finished.code, code);
      assert.match(finished.stderr, reason);
      assert.equal(finished.stdout, "");
    });
  }
  await t.step("the one that runs goes on", async () => {
    await running.newUser();
  });
});

Deno.test("a data directory that cannot be written is refused at the start", async () => {
  await using parent = await makeDirectory();
  const dataDir = `${parent.path}/data`;
  await Deno.mkdir(dataDir);
  await Deno.chmod(dataDir, 0o555);
  const { code, stdout, stderr } = await runProgram(["serve", "--port", "0"], {
    env: { DATA_DIR: dataDir },
    ...(Deno.uid() === 0 && await asNobody(parent.path)),
  });
  assert.equal(code, 2);
  assert.match(stderr, ending(`DATA_DIR: cannot use "${dataDir}": Permission denied`));
  assert.equal(stdout, "");
});

/** Root may write everywhere: it has to run the program as somebody else. */
async function asNobody(directory: string) {
  const path = `${directory}/mathcalculator`;
  await Deno.copyFile(programCommand("compiled").path, path);
  await Deno.chmod(directory, 0o755);
  return { form: { path }, cwd: directory, uid: 65_534 };
}

/** What the program says at last, with this in it. */
function ending(part: string): RegExp {
  return new RegExp(`^mathcalculator: [^]*${RegExp.escape(part)}[^\n]*\n$`);
}
