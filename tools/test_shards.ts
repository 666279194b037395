import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Deals test files out to modules that import them, and returns the modules' paths. `deno test` loads
 * all imports of a module into a new isolate, which for a test file alone takes longer than most
 * tests. Neighbours, which often take equally long, go to different modules.
 */
export function writeShards(
  files: readonly string[],
  { directory, count }: { readonly directory: string; readonly count: number },
): string[] {
  return Array.from({ length: Math.min(count, files.length) }, (_, shard) => {
    const path = `${directory}/shard_${shard + 1}_test.ts`;
    Deno.writeTextFileSync(path, imports(files.filter((_, i) => i % count === shard)));
    return path;
  });
}

function imports(files: readonly string[]): string {
  return files.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(file)).href)};\n`)
    .join("");
}
