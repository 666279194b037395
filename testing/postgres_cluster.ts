import { type Certificates, makeCertificates } from "./certificates.ts";
import { makeDirectory } from "./directory.ts";
import { queryPostgres } from "./postgres.ts";
import { freePort } from "./free_port.ts";
import { until } from "./until.ts";

const DEBIAN = "/usr/lib/postgresql";

/** A Postgres server that accepts TLS connections only. */
export interface PostgresCluster extends AsyncDisposable {
  readonly port: number;
  /** CA certificate of the server, whose own certificate is for `localhost`, in PEM. */
  readonly ca: string;
}

/** Directory of Postgres' programs; undefined if Postgres is not installed. */
export function postgresPrograms(): string | undefined {
  try {
    const versions = [...Deno.readDirSync(DEBIAN)].map(({ name }) => Number(name)).filter(Boolean);
    return versions.length > 0 ? `${DEBIAN}/${Math.max(...versions)}/bin` : undefined;
  } catch {
    return undefined;
  }
}

/** Starts a server with a new certificate on a free port of 127.0.0.1. */
export async function startTlsCluster(): Promise<PostgresCluster> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error(`No Postgres is installed below ${DEBIAN}`);
  const directory = await makeDirectory();
  const owner = await unprivilegedOwner();
  const certificates = await makeCertificates(directory.path, "localhost");
  await giveTo(owner, directory.path);
  const data = `${directory.path}/data`;
  await succeed(
    new Deno.Command(`${programs}/initdb`, {
      args: ["--auth=trust", "--username=postgres", "--no-sync", "--pgdata", data],
      ...owner,
      stdin: "null",
    }),
  );
  await Deno.writeTextFile(`${data}/pg_hba.conf`, "hostssl all all 127.0.0.1/32 trust\n");
  const port = freePort();
  const server = new Deno.Command(`${programs}/postgres`, {
    args: ["-D", data, ...settings(port, certificates)],
    ...owner,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const address = `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=no-verify`;
  await until("Postgres answers", () => queryPostgres(address, "select 1").catch(() => false));
  return {
    port,
    ca: certificates.ca,
    [Symbol.asyncDispose]: async () => {
      server.kill("SIGINT");
      await server.status;
      await directory[Symbol.asyncDispose]();
    },
  };
}

function settings(port: number, { certificate, key }: Certificates): string[] {
  const values = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ssl: "on",
    ssl_cert_file: certificate,
    ssl_key_file: key,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Postgres refuses to run as root: root starts it as the user postgres. */
async function unprivilegedOwner(): Promise<{ uid?: number; gid?: number }> {
  if (Deno.uid() !== 0) return {};
  const id = async (flag: string) =>
    Number(await succeed(new Deno.Command("id", { args: [flag, "postgres"] })));
  return { uid: await id("-u"), gid: await id("-g") };
}

async function giveTo({ uid, gid }: { uid?: number; gid?: number }, path: string): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  await Deno.chown(path, uid, gid);
  for (const { name } of Deno.readDirSync(path)) await Deno.chown(`${path}/${name}`, uid, gid);
}

async function succeed(command: Deno.Command): Promise<string> {
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout);
}
