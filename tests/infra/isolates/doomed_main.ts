/** Starts an isolate that dies in the given way; runs forever unless that ends the process. */
import { exitOnDeath } from "../../../commands/shared/run_until_stopped.ts";
import { NO_PERMISSIONS } from "../../../infra/isolates/permissions.ts";
import { spawnIsolate } from "../../../infra/isolates/spawn.ts";
import type { DoomedStart } from "./doomed_isolate.ts";

const { port1, port2 } = new MessageChannel();
await spawnIsolate<DoomedStart>({
  name: "doomed",
  module: new URL("./doomed_isolate.ts", import.meta.url),
  permissions: NO_PERMISSIONS,
  start: { death: Deno.args[0] as DoomedStart["death"], port: port2 },
  transfer: [port2],
  onDeath: exitOnDeath,
});
port1.postMessage("die");
setInterval(() => {}, 1000);
