import { makeDirectory } from "./directory.ts";
import { freePort } from "./free_port.ts";
import { queryPostgres } from "./postgres.ts";
import {
  giveTo,
  type PostgresServer,
  runPostgresProgram,
  startPostgresServer,
  unprivilegedOwner,
} from "./postgres_server.ts";
import { until } from "./until.ts";

/** A primary and its synchronous hot standby, on free ports of 127.0.0.1. */
export interface ReplicatedPostgres extends AsyncDisposable {
  readonly primaryPort: number;
  readonly standbyPort: number;
  /** Kills the primary; the standby stays read-only until it is promoted. */
  killPrimary(): Promise<void>;
  /** Turns the standby into a primary; resolves when it accepts writes. */
  promote(): Promise<void>;
}

/** Starts a primary, copies it with pg_basebackup and waits until the copy replicates. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const directory = await makeDirectory();
  const owner = await unprivilegedOwner();
  await giveTo(owner, directory.path);
  const [primaryData, standbyData] = [`${directory.path}/primary`, `${directory.path}/standby`];
  const [primaryPort, standbyPort] = [freePort(), freePort()];
  const access = ["--auth=trust", "--username=postgres"];
  await runPostgresProgram("initdb", [...access, "--no-sync", "--pgdata", primaryData], owner);
  const servers: PostgresServer[] = [];

  async function start(data: string, port: number): Promise<PostgresServer> {
    const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
    const server = await startPostgresServer({ data, owner, settings, address: addressAt(port) });
    servers.push(server);
    return server;
  }

  const primary = await start(primaryData, primaryPort);
  const source = `host=127.0.0.1 port=${primaryPort} user=postgres application_name=standby`;
  await runPostgresProgram(
    "pg_basebackup",
    ["--dbname", source, "--pgdata", standbyData, "--write-recovery-conf", "--checkpoint=fast"],
    owner,
  );
  await start(standbyData, standbyPort);
  // A commit waits for the standby, so that a failover loses none.
  await queryPostgres(
    addressAt(primaryPort),
    "alter system set synchronous_standby_names = 'standby'",
  );
  await queryPostgres(addressAt(primaryPort), "select pg_reload_conf()");
  await until("the standby replicates synchronously", async () => {
    const rows = await queryPostgres(
      addressAt(primaryPort),
      "select sync_state from pg_stat_replication",
    );
    return rows[0]?.sync_state === "sync";
  });

  return {
    primaryPort,
    standbyPort,
    killPrimary: () => primary.end("SIGKILL"),
    promote: async () => {
      await queryPostgres(addressAt(standbyPort), "select pg_promote()");
    },
    [Symbol.asyncDispose]: async () => {
      for (const server of servers.toReversed()) await server.end("SIGINT");
      await directory[Symbol.asyncDispose]();
    },
  };
}

function addressAt(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}
