import { makeDirectory } from "./directory.ts";

/** A file system of a few megabytes that can be filled and freed. */
export interface SmallVolume extends AsyncDisposable {
  readonly path: string;
  /** Leaves no free space. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** Whether this process may mount volumes, which needs root. */
export async function canMountVolumes(): Promise<boolean> {
  await using directory = await makeDirectory();
  const isMounted = await run("mount", mountArguments(directory.path, 1)).catch(() => false);
  if (isMounted) await run("umount", [directory.path]);
  return isMounted;
}

/** Mounts a tmpfs. Its processes must have ended when it is disposed of. */
export async function mountVolume(megabytes: number): Promise<SmallVolume> {
  const directory = await makeDirectory();
  const { path } = directory;
  if (!await run("mount", mountArguments(path, megabytes))) {
    throw new Error(`Cannot mount a volume on ${path}`);
  }
  const filler = `${path}/filler`;
  return {
    path,
    fill: () => fillUp(filler),
    free: () => Deno.remove(filler),
    [Symbol.asyncDispose]: async () => {
      await run("umount", [path]);
      await directory[Symbol.asyncDispose]();
    },
  };
}

function mountArguments(path: string, megabytes: number): string[] {
  return ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path];
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
  return (await new Deno.Command(program, { args }).output()).success;
}
