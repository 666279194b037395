/**
 * Makes every attempt from isolates with the permissions of each real one, from an isolate with the
 * permissions of the process, and from the main isolate once it has started the real ones. Takes a
 * `ProbeOrder` as its argument and prints a `ProbeResult`, both as JSON.
 */
import { parseConfig } from "../../../infra/config/parse_config.ts";
import { type IsolateName, isolatePermissions } from "../../../composition/permissions.ts";
import type { IsolatePermissions } from "../../../infra/isolates/permissions.ts";
import { spawnIsolate } from "../../../infra/isolates/spawn.ts";
import { startServer } from "../../../composition/supervisor.ts";
import type { Targets } from "./attempts.ts";
import type { DutyTargets } from "./duties.ts";
import type { ProbeReport, ProbeStart } from "./probe_isolate.ts";
import { type Table, tryEverything } from "./table.ts";

export interface ProbeOrder {
  readonly targets: Targets;
  readonly share: DutyTargets;
  /** Permissions of the unrestricted isolate: at most those of the process. */
  readonly everything: IsolatePermissions;
}

export interface ProbeResult {
  readonly isolates: Record<IsolateName, ProbeReport>;
  readonly unrestricted: ProbeReport;
  /** Attempts of the main isolate once it has started the others. */
  readonly main: Table;
}

/** Starts an isolate with these permissions and returns its report. */
async function probe(
  permissions: IsolatePermissions,
  start: Omit<ProbeStart, "port">,
): Promise<ProbeReport> {
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<ProbeReport>();
  port1.onmessage = ({ data }) => resolve(data);
  const isolate = await spawnIsolate<ProbeStart>({
    name: "probe",
    module: new URL("./probe_isolate.ts", import.meta.url),
    permissions,
    start: { ...start, port: port2 },
    transfer: [port2],
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  const report = await promise;
  await isolate.stop();
  port1.close();
  return report;
}

async function probeEverything(
  { targets, share, everything }: ProbeOrder,
): Promise<ProbeResult> {
  const permissions = isolatePermissions(share);
  const reportOf = (name: IsolateName) =>
    probe(permissions[name], { targets, duty: { name, targets: share } });
  const isolates = {
    server: await reportOf("server"),
    consumer: await reportOf("consumer"),
    database: await reportOf("database"),
    compute: await reportOf("compute"),
  };
  const unrestricted = await probe(everything, { targets });
  const running = await startServer({
    config: parseConfig({ DATA_DIR: share.dataDir, PORT: "0", LOG_LEVEL: "error" }, 2),
    logFormat: "json",
    onDeath: (reason) => {
      throw new Error(reason);
    },
  });
  const main = await tryEverything(targets);
  await running.stop();
  return { isolates, unrestricted, main };
}

console.log(JSON.stringify(await probeEverything(JSON.parse(Deno.args[0]!))));
Deno.exit(0);
