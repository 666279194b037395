import { makeDirectory } from "../../testing/directory.ts";
import type { LaunchOptions } from "../../testing/program.ts";

const SIZE_BYTES = 4 * 2 ** 20;

/** A data directory whose disk can be filled and freed. */
export interface SmallDisk extends AsyncDisposable {
  readonly dataDir: string;
  /** Options that start the program on this disk. */
  readonly launch: LaunchOptions;
  /** Options that start the program on a full disk. */
  readonly launchFull: () => Promise<LaunchOptions>;
  /** Makes all writes fail. */
  fill(pid: number): Promise<void>;
  free(pid: number): Promise<void>;
}

/** Ways to simulate a full disk that this machine supports. */
export async function smallDisks(): Promise<Record<string, () => Promise<SmallDisk>>> {
  const mounting = await run("mount", ["--version"]) && await canMount();
  return {
    ...(mounting && { "a file system without space": mountedDisk }),
    "a limit on the size of files": limitedDisk,
  };
}

/** A tmpfs, which only root can mount. */
async function mountedDisk(): Promise<SmallDisk> {
  const directory = await makeDirectory();
  const dataDir = directory.path;
  const filler = `${dataDir}/filler`;
  if (!await mount(dataDir)) throw new Error(`Cannot mount anything on ${dataDir}`);
  return {
    dataDir,
    launch: {},
    launchFull: async () => {
      await fillUp(filler);
      return {};
    },
    fill: () => fillUp(filler),
    free: () => Deno.remove(filler),
    [Symbol.asyncDispose]: async () => {
      await run("umount", [dataDir]);
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** A limit on the file size: writes fail with EFBIG, and SIGXFSZ is ignored. */
async function limitedDisk(): Promise<SmallDisk> {
  const directory = await makeDirectory();
  const dataDir = directory.path;
  const limit = async (pid: number, bytes: string) => {
    const done = await run("prlimit", [`--pid=${pid}`, `--fsize=${bytes}:`]);
    if (!done) throw new Error(`Cannot set the limit of ${pid} to ${bytes}`);
  };
  return {
    dataDir,
    launch: through(`trap "" XFSZ; exec "$@"`),
    launchFull: () => Promise.resolve(through(`trap "" XFSZ; ulimit -S -f 0; exec "$@"`)),
    fill: (pid) => limit(pid, "1"),
    free: (pid) => limit(pid, "unlimited"),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}

function through(script: string): LaunchOptions {
  return { through: ["/bin/sh", "-c", script, "sh"] };
}

async function canMount(): Promise<boolean> {
  await using directory = await makeDirectory();
  const mounted = await mount(directory.path);
  if (mounted) await run("umount", [directory.path]);
  return mounted;
}

function mount(directory: string): Promise<boolean> {
  return run("mount", ["-t", "tmpfs", "-o", `size=${SIZE_BYTES}`, "tmpfs", directory]);
}

async function fillUp(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  try {
    for (;;) await file.write(new Uint8Array(4096));
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOSPC") throw error;
  }
}

async function run(program: string, args: string[]): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
