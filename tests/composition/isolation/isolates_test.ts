import assert from "node:assert/strict";
import { type IsolatePermissions, NO_PERMISSIONS } from "../../../infra/isolates/permissions.ts";
import { denoEnvironment, startTask } from "../../../testing/program_command.ts";
import { assertIsolated, everyAttempt, resultOf } from "./expectations.ts";
import type { ProbeOrder, ProbeResult } from "./probe_main.ts";
import { createTargets } from "./targets.ts";

Deno.test("each isolate can do its work and nothing else under the flags of the start task", async (t) => {
  await assertIsolated(t, (order) => runProbe(startTask().flags, order));
});

Deno.test("every attempt succeeds with all permissions", async () => {
  await using targets = await createTargets();
  const everything = Object.fromEntries(
    Object.keys(NO_PERMISSIONS).map((name) => [name, true]),
  ) as unknown as IsolatePermissions;
  const flags = ["--allow-all", "--unstable-no-legacy-abort", "--no-lock"];
  const { unrestricted } = await runProbe(flags, { ...targets, everything });
  assert.deepEqual(unrestricted.forbidden, everyAttempt("done"));
});

/** Runs the probe from source. */
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
