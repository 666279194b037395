/**
 * Bundles a program and its isolates into a few modules, which load in a third of the time of the
 * several hundred that they are written in.
 */
import { basename, dirname, relative } from "node:path";
import { runDeno } from "./run_deno.ts";
import { walk } from "./walk.ts";

/** `new URL("./isolates/server.ts", import.meta.url)`: where the source code has an isolate. */
const ISOLATE = /new URL\("([^"]+\.ts)", import\.meta\.url\)/g;

/** How a bundle defines the `require` of CommonJS packages. */
const CREATE_REQUIRE = /import \{ createRequire as (\w+) \} from "node:module";/;

/** `node:module` loads most of Node's API, but the packages require only built-in modules. */
const REQUIRE_BUILT_IN = `
const $1 = () => (name) => {
  const module = process.getBuiltinModule(name);
  if (!module) throw new Error(\`Cannot require "\${name}": it is not in this program\`);
  return module;
};`;

export interface Bundle {
  /** Path of the main module. */
  readonly main: string;
  /** Paths of the entry points of the isolates. */
  readonly isolates: readonly string[];
}

/** Bundles modules, given as paths from the root of the repository, into an empty directory. */
export async function bundle(source: Bundle, directory: string): Promise<Bundle> {
  const modules = [source.main, ...source.isolates];
  await runDeno([
    ...["bundle", "--quiet", "--frozen", "--code-splitting", "--outdir", directory],
    ...modules,
  ]);
  const outputs = modules.map((path) => `${directory}/${path.replace(/\.ts$/, ".js")}`);
  const [main = "", ...isolates] = outputs;
  for (const path of walk(directory, /\.js$/)) {
    const text = await Deno.readTextFile(path);
    const adapted = text
      .replace(CREATE_REQUIRE, REQUIRE_BUILT_IN)
      .replace(ISOLATE, (_, url) => isolateUrl(path, output(isolates, url)));
    if (adapted !== text) await Deno.writeTextFile(path, adapted);
  }
  return { main, isolates };
}

/** The output of the isolate that the source code has at a relative URL. */
function output(isolates: readonly string[], url: string): string {
  const name = basename(url, ".ts");
  const found = isolates.find((path) => basename(path, ".js") === name);
  if (found === undefined) throw new Error(`Cannot bundle ${url}: it is not among the isolates`);
  return found;
}

function isolateUrl(from: string, to: string): string {
  return `new URL("./${relative(dirname(from), to)}", import.meta.url)`;
}
