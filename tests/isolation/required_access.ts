import type { IsolateName } from "../../composition/permissions.ts";
import { query } from "./attempts.ts";

/** Targets that the permissions of the isolates allow. */
export interface AccessTargets {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** A database URL whose address accepts connections. */
  readonly databaseUrl: string;
}

type Access = (targets: AccessTargets) => unknown;

/** Access that each isolate needs; compute isolates need none. */
export const REQUIRED_ACCESS: Readonly<Record<IsolateName, Readonly<Record<string, Access>>>> = {
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

function listen({ host: hostname, port }: AccessTargets): Promise<void> {
  return Deno.serve({ hostname, port, onListen() {} }, () => new Response()).shutdown();
}

async function reachDatabase({ databaseUrl }: AccessTargets): Promise<void> {
  const { hostname, port } = new URL(databaseUrl);
  (await Deno.connect({ hostname, port: Number(port) })).close();
}
