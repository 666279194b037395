import { serveIsolate } from "../../../infra/isolates/isolate.ts";
import type { IsolateName } from "../../../composition/permissions.ts";
import type { Targets } from "./attempts.ts";
import { DUTIES, type DutyTargets } from "./duties.ts";
import { outcomeOf, type Table, tryEverything } from "./table.ts";

export interface ProbeStart {
  readonly targets: Targets;
  /** The isolate whose permissions the probe has, with the targets of its work. */
  readonly duty?: { readonly name: IsolateName; readonly targets: DutyTargets };
  readonly port: MessagePort;
}

export interface ProbeReport {
  readonly forbidden: Table;
  readonly duties: Record<string, string>;
}

serveIsolate<ProbeStart>(async ({ targets, duty, port }) => {
  const duties: Record<string, string> = {};
  for (const [name, carryOut] of Object.entries(duty ? DUTIES[duty.name] : {})) {
    duties[name] = await outcomeOf(() => carryOut(duty!.targets), targets);
  }
  port.postMessage({ forbidden: await tryEverything(targets), duties } satisfies ProbeReport);
  return { stop: () => Promise.resolve(port.close()) };
});
