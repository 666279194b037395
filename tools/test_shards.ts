import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Deals test files out to modules that import them, and returns the modules' paths. `deno test` loads
 * all imports of a module into a new isolate, which for a test file alone takes longer than most
 * tests. Neighbours, which often take equally long, go to different modules, but tests of `domain/`
 * share no module with others: they need little code, which V8 then optimizes in fewer isolates.
 */
export function writeShards(
  files: readonly string[],
  { directory, count }: { readonly directory: string; readonly count: number },
): string[] {
  const groups = Object.values(Object.groupBy(files, subject));
  const shards = groups.flatMap((group = []) => deal(group, Math.ceil(count / groups.length)));
  return shards.map((shard, index) => {
    const path = `${directory}/shard_${index + 1}_test.ts`;
    Deno.writeTextFileSync(path, imports(shard));
    return path;
  });
}

function subject(file: string): "domain" | "others" {
  return /^(\.\/)?tests\/domain\//.test(file) ? "domain" : "others";
}

function deal(files: readonly string[], count: number): string[][] {
  return Array.from(
    { length: Math.min(count, files.length) },
    (_, shard) => files.filter((_, i) => i % count === shard),
  );
}

function imports(files: readonly string[]): string {
  return files.map((file) => `import ${JSON.stringify(pathToFileURL(resolve(file)).href)};\n`)
    .join("");
}
