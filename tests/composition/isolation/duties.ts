import type { IsolateName } from "../../../composition/permissions.ts";
import { query } from "./attempts.ts";

/** Targets that the permissions of isolates cover. */
export interface DutyTargets {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** URL of a server that accepts connections. */
  readonly databaseUrl: string;
}

type Duty = (targets: DutyTargets) => unknown;

/** Work that each isolate must be able to do with its permissions; compute isolates need none. */
export const DUTIES: Readonly<Record<IsolateName, Readonly<Record<string, Duty>>>> = {
  server: {
    "listen on its address": listen,
    "reach the configured database": reachDatabase,
  },
  consumer: {
    "listen on its address": listen,
    "reach the configured database": reachDatabase,
  },
  database: {
    "write its database": ({ dataDir }) =>
      query(`${dataDir}/probe.db`, "create table probe (id integer) strict"),
    "read its database": ({ dataDir }) => query(`${dataDir}/probe.db`, "select * from probe"),
    "read its database only": ({ dataDir }) =>
      query(`${dataDir}/probe.db`, "select * from probe", { readOnly: true }),
  },
  compute: {},
};

function listen({ host: hostname, port }: DutyTargets): Promise<void> {
  return Deno.serve({ hostname, port, onListen() {} }, () => new Response()).shutdown();
}

async function reachDatabase({ databaseUrl }: DutyTargets): Promise<void> {
  const { hostname, port } = new URL(databaseUrl);
  (await Deno.connect({ hostname, port: Number(port) })).close();
}
