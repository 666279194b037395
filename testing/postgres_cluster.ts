import { makeCertificates } from "./certificates.ts";
import { makeDirectory } from "./directory.ts";
import { freePort } from "./free_port.ts";
import {
  giveTo,
  runPostgresProgram,
  startPostgresServer,
  unprivilegedOwner,
} from "./postgres_server.ts";

/** A Postgres server that accepts TLS connections only. */
export interface PostgresCluster extends AsyncDisposable {
  readonly port: number;
  /** CA certificate of the server, whose own certificate is for `localhost`, in PEM. */
  readonly ca: string;
}

/** Starts a server with a new certificate on a free port of 127.0.0.1. */
export async function startTlsCluster(): Promise<PostgresCluster> {
  const directory = await makeDirectory();
  const owner = await unprivilegedOwner();
  const { ca, certificate, key } = await makeCertificates(directory.path, "localhost");
  await giveTo(owner, directory.path);
  const data = `${directory.path}/data`;
  const access = ["--auth=trust", "--username=postgres"];
  await runPostgresProgram("initdb", [...access, "--no-sync", "--pgdata", data], owner);
  await Deno.writeTextFile(`${data}/pg_hba.conf`, "hostssl all all 127.0.0.1/32 trust\n");
  const port = freePort();
  const server = await startPostgresServer({
    data,
    owner,
    address: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=no-verify`,
    settings: {
      port,
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      ssl: "on",
      ssl_cert_file: certificate,
      ssl_key_file: key,
    },
  });
  return {
    port,
    ca,
    [Symbol.asyncDispose]: async () => {
      await server.end("SIGINT");
      await directory[Symbol.asyncDispose]();
    },
  };
}
