import { queryPostgres } from "./postgres.ts";
import { until } from "./until.ts";

const DEBIAN = "/usr/lib/postgresql";

/** Account that runs a server; empty for the account of this process. */
export interface ServerOwner {
  readonly uid?: number;
  readonly gid?: number;
}

/** A server process on its own data directory. */
export interface PostgresServer {
  /** Sends a signal and waits until the process has ended. */
  end(signal: Deno.Signal): Promise<void>;
}

export interface PostgresServerOptions {
  readonly data: string;
  readonly owner: ServerOwner;
  readonly settings: Readonly<Record<string, string | number>>;
  /** Address at which it answers when it is ready. */
  readonly address: string;
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

/** Runs one of Postgres' programs to its end; throws an Error with its standard error. */
export async function runPostgresProgram(
  name: string,
  args: readonly string[],
  owner: ServerOwner,
): Promise<void> {
  await succeed(
    new Deno.Command(`${requirePrograms()}/${name}`, { args: [...args], ...owner, stdin: "null" }),
  );
}

/** Starts a server; resolves when it answers. */
export async function startPostgresServer(options: PostgresServerOptions): Promise<PostgresServer> {
  const { data, owner, settings, address } = options;
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = new Deno.Command(`${requirePrograms()}/postgres`, {
    args: ["-D", data, ...flags],
    ...owner,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await until("Postgres answers", () => queryPostgres(address, "select 1").catch(() => false));
  let hasEnded = false;
  server.status.then(() => hasEnded = true);
  return {
    end: async (signal) => {
      if (!hasEnded) server.kill(signal);
      await server.status;
    },
  };
}

/** Postgres refuses to run as root: root starts it as the user postgres. */
export async function unprivilegedOwner(): Promise<ServerOwner> {
  if (Deno.uid() !== 0) return {};
  const id = async (flag: string) =>
    Number(await succeed(new Deno.Command("id", { args: [flag, "postgres"] })));
  return { uid: await id("-u"), gid: await id("-g") };
}

/** Gives a directory and its files to the owner. */
export async function giveTo({ uid, gid }: ServerOwner, path: string): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  await Deno.chown(path, uid, gid);
  for (const { name } of Deno.readDirSync(path)) await Deno.chown(`${path}/${name}`, uid, gid);
}

function requirePrograms(): string {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error(`No Postgres is installed below ${DEBIAN}`);
  return programs;
}

async function succeed(command: Deno.Command): Promise<string> {
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  return decoder.decode(stdout);
}
