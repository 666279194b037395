import assert from "node:assert/strict";
import { parseConfig } from "../../infra/config/parse_config.ts";
import { makeDirectory } from "../../testing/directory.ts";
import { installed } from "../../testing/installed.ts";
import { PROJECT } from "../../testing/program_command.ts";

const ANALYZE = installed("systemd-analyze");
const NAME = "mathcalculator.service";
const UNIT = Deno.readTextFileSync(`${PROJECT}deploy/systemd/${NAME}`);

/** The program exits within this time after SIGTERM. */
const STOP_SECONDS = 10;

/** Highest accepted exposure: 0 is fully isolated, 10 not at all. */
const MAX_EXPOSURE = 2;

function valueOf(key: string): string {
  return new RegExp(`^${key}=(.*)$`, "m").exec(UNIT)![1]!;
}

async function analyze(args: readonly string[]): Promise<{ success: boolean; output: string }> {
  const command = new Deno.Command(ANALYZE!, { args: [...args], env: { LC_ALL: "C.UTF-8" } });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

Deno.test({
  name: "the unit of systemd is valid and has an exposure of at most 2",
  ignore: ANALYZE === undefined,
  fn: async () => {
    await using directory = await makeDirectory();
    const path = `${directory.path}/${NAME}`;
    // The paths of programs must exist.
    await Deno.writeTextFile(path, UNIT.replaceAll("/usr/local/bin/mathcalculator", "/bin/true"));
    const verified = await analyze(["verify", path]);
    assert.deepEqual(verified, { success: true, output: "" });
    const threshold = `--threshold=${MAX_EXPOSURE * 10}`;
    const { success, output } = await analyze(["security", "--offline=true", threshold, path]);
    assert.ok(success, output.split("\n").filter((line) => !line.startsWith("✓")).join("\n"));
  },
});

Deno.test("the unit allows the compiler of V8 to write machine code", () => {
  assert.equal(valueOf("MemoryDenyWriteExecute"), "no");
});

Deno.test("the unit gives the program time for a graceful stop and starts it again", () => {
  assert.ok(Number(valueOf("TimeoutStopSec")) > STOP_SECONDS);
  assert.equal(valueOf("Restart"), "always");
});

Deno.test("the settings of the unit are valid and use its state directory", () => {
  const pairs = valueOf("Environment").split(" ").map((pair) => pair.split("="));
  const config = parseConfig(Object.fromEntries(pairs), 2);
  assert.equal(config.dataDir, `/var/lib/${valueOf("StateDirectory")}`);
  assert.equal(config.host, "127.0.0.1");
});
