import assert from "node:assert/strict";
import { denoEnvironment, PROJECT } from "../../testing/program_command.ts";

const HANGING = [
  "a promise that never settles",
  "aNamedFunction",
  "a step that never ends",
  "a worker that spins",
  "an infinite loop",
  "a blocked thread",
];

Deno.test("a test that exceeds its time limit fails by name, and the run ends", async () => {
  using file = temporaryFile();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--allow-all",
      "--no-check",
      "--preload=testing/time_limit.ts",
      `--junit-path=${file.path}`,
      "tests/testing/hanging_tests.ts",
    ],
    cwd: PROJECT,
    clearEnv: true,
    env: { ...denoEnvironment(), NO_COLOR: "1", TEST_TIME_LIMIT: "0.4" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  assert.equal(code, 1);
  const output = new TextDecoder().decode(stdout);
  for (const name of HANGING) {
    assert.match(
      output,
      new RegExp(`^${name} => \\./tests/testing/hanging_tests\\.ts:.*\nerror: Test timed out`, "m"),
    );
  }
  assert.match(output, /\nFAILED \| 2 passed \| 6 failed /);
  const [, suite] = /<testsuite name="([^"]*)"/.exec(Deno.readTextFileSync(file.path)) ?? [];
  assert.equal(suite, "./tests/testing/hanging_tests.ts");
});

function temporaryFile(): { readonly path: string } & Disposable {
  const path = Deno.makeTempFileSync({ prefix: "mathcalculator-test-" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path) };
}
