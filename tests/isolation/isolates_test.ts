import assert from "node:assert/strict";
import { type IsolatePermissions, NO_PERMISSIONS } from "../../infra/isolates/permissions.ts";
import { denoEnvironment, startTask } from "../../testing/program_command.ts";
import { assertIsolated, everyAttempt, resultOf } from "./expectations.ts";
import type { ProbeOrder, ProbeResult } from "./probe_main.ts";
import { createTargets } from "./targets.ts";

Deno.test("each isolate of the start task can do its work and nothing else", async (t) => {
  await assertIsolated(t, (order) => runProbe(startTask().flags, order));
});

Deno.test("every forbidden action succeeds with all permissions", async () => {
  await using aims = await createTargets();
  const everything = Object.fromEntries(
    Object.keys(NO_PERMISSIONS).map((name) => [name, true]),
  ) as unknown as IsolatePermissions;
  const flags = ["--allow-all", "--unstable-no-legacy-abort", "--no-lock"];
  const { unrestricted } = await runProbe(flags, { ...aims, everything });
  assert.deepEqual(unrestricted.forbidden, everyAttempt("done"));
});

/** Runs the probe with `deno run` and these flags. */
function runProbe(flags: readonly string[], order: ProbeOrder): Promise<ProbeResult> {
  const main = new URL("./probe_main.ts", import.meta.url).href;
  return resultOf(
    new Deno.Command(Deno.execPath(), {
      args: ["run", ...flags, main, JSON.stringify(order)],
      clearEnv: true,
      env: denoEnvironment(),
    }),
  );
}
