/** Path of an installed program, or undefined. In CI a missing program is an error. */
export function installed(name: string): string | undefined {
  const directories = (Deno.env.get("PATH") ?? "").split(":");
  const path = directories.map((directory) => `${directory}/${name}`).find(isFile);
  if (path === undefined && Deno.env.get("CI") === "true") {
    throw new Error(`${name} is not installed`);
  }
  return path;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
