/**
 * Gives files to the owner of their directory, so that the service can open what a command has
 * created as root. Does nothing for other users and on Windows.
 */
export function giveToOwnerOf(directory: string, files: readonly string[]): void {
  const { uid, gid } = Deno.statSync(directory);
  if (uid === null) return;
  for (const file of files) {
    if (Deno.statSync(file).uid === uid) continue;
    try {
      Deno.chownSync(file, uid, gid);
    } catch (error) {
      if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    }
  }
}
