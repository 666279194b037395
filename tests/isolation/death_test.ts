import assert from "node:assert/strict";
import { NO_PERMISSIONS } from "../../infra/isolates/permissions.ts";
import { spawnIsolate } from "../../infra/isolates/spawn.ts";
import { denoEnvironment, startTask } from "../../testing/program_command.ts";
import type { DoomedStart } from "./doomed_isolate.ts";

const REASONS: Readonly<Record<DoomedStart["death"], string>> = {
  "error": "Uncaught TypeError: Out of order",
  "rejection": "Uncaught (in promise) TypeError: Out of order",
  "start": "TypeError: Out of order",
  "Deno.exit": "it ended by itself",
  "process.exit": "it ended by itself",
};

Deno.test("an isolate that dies ends the process with the reason", async (t) => {
  for (const [death, reason] of Object.entries(REASONS)) {
    await t.step(death, async () => {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", ...startTask().flags, fileOf("./doomed_main.ts").href, death],
        clearEnv: true,
        env: { ...denoEnvironment(), NO_COLOR: "1" },
        signal: AbortSignal.timeout(30_000),
      }).output();
      assert.equal(code, 1);
      const message = `\nmathcalculator: The doomed isolate has died: ${reason}\n`;
      assert.ok(`\n${new TextDecoder().decode(stderr)}`.endsWith(message));
    });
  }
});

Deno.test("an isolate that cannot start rejects with the reason", async () => {
  await assert.rejects(
    spawnIsolate<unknown>({
      name: "broken",
      module: fileOf("./broken_isolate.ts"),
      permissions: NO_PERMISSIONS,
      start: {},
      transfer: [],
      onDeath: assert.fail,
    }),
    { message: "Cannot start the broken isolate: No room left" },
  );
});

function fileOf(path: string): URL {
  return new URL(path, import.meta.url);
}
