/** Files below a directory whose names match, sorted by path. */
export function walk(directory: string, name: RegExp): string[] {
  const paths: string[] = [];
  for (const entry of Deno.readDirSync(directory)) {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory) paths.push(...walk(path, name));
    else if (name.test(entry.name)) paths.push(path);
  }
  return paths.sort();
}
