import { dirname } from "node:path";

/** Renames a file after its content has reached the disk. Replaces the target atomically. */
export function renameDurably(from: string, to: string): void {
  sync(from);
  Deno.renameSync(from, to);
  if (Deno.build.os !== "windows") sync(dirname(to));
}

function sync(path: string): void {
  using file = Deno.openSync(path, { read: true, write: !Deno.statSync(path).isDirectory });
  file.syncSync();
}
