import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { lookup } from "node:dns/promises";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { hostname } from "node:os";
import process from "node:process";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";
import { writeHeapSnapshot } from "node:v8";

/** Targets of the attempts; they exist, so only a missing permission can stop an attempt. */
export interface Targets {
  /** Port of a server on 127.0.0.1 that answers HTTP requests and WebSockets. */
  readonly port: number;
  /** A directory outside the data directory, with the files that `createTargets` writes. */
  readonly directory: string;
  /** Another process. */
  readonly pid: number;
}

export type Attempt = (targets: Targets) => unknown;

const PERMISSIONS = ["net", "read", "write", "env", "run", "ffi", "sys", "import"] as const;

/** Forbidden operations, by the permission that they require. */
export const ATTEMPTS: Readonly<Record<string, Readonly<Record<string, Attempt>>>> = {
  net: {
    "Deno.connect": async ({ port }) => (await Deno.connect({ port })).close(),
    "node:net connect": ({ port }) => connected(port),
    "fetch": async ({ port }) => await (await fetch(`http://127.0.0.1:${port}/`)).text(),
    "WebSocket": ({ port }) => opened(port),
    "Deno.listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
    "Deno.serve": () =>
      Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response())
        .shutdown(),
    "Deno.resolveDns": () => Deno.resolveDns("localhost", "A"),
    "node:dns lookup": () => lookup("localhost"),
  },
  read: {
    "Deno.readTextFile": ({ directory }) => Deno.readTextFile(`${directory}/text.txt`),
    "Deno.readDir": ({ directory }) => [...Deno.readDirSync(directory)],
    "Deno.stat": ({ directory }) => Deno.stat(directory),
    "node:fs readFileSync": ({ directory }) => readFileSync(`${directory}/text.txt`),
    "node:module require": ({ directory }) =>
      createRequire("file:///")(`${directory}/common_module.cjs`),
    "import of a file": ({ directory }) => import(`file://${directory}/module.js`),
    "a SQLite database": ({ directory }) => query(`${directory}/other.db`, "select * from other"),
    "a SQLite database, read only": ({ directory }) =>
      query(`${directory}/other.db`, "select * from other", { readOnly: true }),
    "SQLite's attach": ({ directory }) =>
      query(":memory:", `attach '${directory}/other.db' as attached`),
  },
  write: {
    "Deno.writeTextFile": ({ directory }) => Deno.writeTextFile(`${directory}/new.txt`, ""),
    "Deno.mkdir": ({ directory }) => Deno.mkdir(`${directory}/${crypto.randomUUID()}`),
    "Deno.makeTempFile": ({ directory }) => Deno.makeTempFile({ dir: directory }),
    "Deno.symlink": ({ directory }) =>
      Deno.symlink(`${directory}/text.txt`, `${directory}/${crypto.randomUUID()}`),
    "Deno.truncate": ({ directory }) => Deno.truncate(`${directory}/text.txt`),
    "a new SQLite database": ({ directory }) =>
      query(`${directory}/${crypto.randomUUID()}.db`, "create table made (id)"),
    "SQLite's vacuum into": ({ directory }) =>
      query(":memory:", `vacuum into '${directory}/${crypto.randomUUID()}.db'`),
    "node:v8 writeHeapSnapshot": ({ directory }) => writeHeapSnapshot(`${directory}/heap`),
  },
  env: {
    "Deno.env.get": () => Deno.env.get("JWT_SECRET"),
    "Deno.env.set": () => Deno.env.set("JWT_SECRET", ""),
    "process.env": () => process.env.JWT_SECRET,
  },
  run: {
    "Deno.Command": () => new Deno.Command("/bin/sh", { args: ["-c", ":"] }).output(),
    "node:child_process spawnSync": () => {
      const { error } = spawnSync("/bin/sh", ["-c", ":"]);
      if (error) throw error;
    },
    "Deno.kill": ({ pid }) => Deno.kill(pid, "SIGCONT"),
  },
  ffi: {
    "Deno.dlopen": () => Deno.dlopen("libc.so.6", {}).close(),
    "SQLite's extensions": () => query(":memory:", "select 1", { allowExtension: true }),
  },
  sys: {
    "Deno.hostname": () => Deno.hostname(),
    "Deno.networkInterfaces": () => Deno.networkInterfaces(),
    "node:os hostname": () => hostname(),
    "Deno.uid": () => Deno.uid(),
  },
  import: {
    "import of a URL": ({ port }) => import(`http://127.0.0.1:${port}/module.js`),
  },
  "a worker that may": Object.fromEntries(
    PERMISSIONS.map((name) => [name, () => worker({ [name]: true }).terminate()]),
  ),
  "the permission for": Object.fromEntries(PERMISSIONS.map((name) => [name, () => ask(name)])),
};

/** Connects with `node:net`; rejects with its error. */
function connected(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    });
    socket.on("error", reject);
  });
}

function opened(port: number): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  return new Promise((resolve, reject) => {
    socket.onopen = () => socket.close();
    socket.onclose = () => resolve();
    socket.onerror = (event) => reject((event as ErrorEvent).error);
  });
}

/** Runs one statement on a SQLite database, on a new connection. */
export function query(path: string, sql: string, options: DatabaseSyncOptions = {}): void {
  const database = new DatabaseSync(path, options);
  try {
    database.prepare(sql).all();
  } finally {
    database.close();
  }
}

function worker(permissions: Record<string, boolean>): Worker {
  const options = { type: "module", deno: { permissions } } as WorkerOptions;
  return new Worker("data:text/javascript,", options);
}

async function ask(name: typeof PERMISSIONS[number]): Promise<void> {
  const { state } = await Deno.permissions.request({ name } as Deno.PermissionDescriptor);
  if (state !== "granted") throw new Deno.errors.NotCapable(`Requires ${name} access`);
}
