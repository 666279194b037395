/**
 * Bundles a program and its isolates into a few modules, which load faster than the hundreds of
 * modules of its source and its packages.
 */
import { basename, dirname, relative } from "node:path";
import { runDeno } from "./run_deno.ts";
import { walk } from "./walk.ts";

/** `new URL("./isolates/server.ts", import.meta.url)`: where the source code has an isolate. */
const ISOLATE = /new URL\("([^"]+\.ts)", import\.meta\.url\)/g;

/** How a bundle defines the `require` of CommonJS packages, and how they call it. */
const CREATE_REQUIRE = /import \{ createRequire as (\w+) \} from "node:module";/;
const REQUIRE_BUILT_IN = /\b__require\d*\("(node:[\w/]+)"\)/g;

/** prom-client uses it for the messages of its errors only, so that it is loaded at its first use. */
const LOADED_WHEN_USED = "node:util";

/** Packages look for optional packages, which are not in the program, with `require`. */
const NO_REQUIRE = `
const $1 = () => (name) => {
  throw new Error(\`Cannot require "\${name}": it is not in this program\`);
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
    const adapted = escapeNonAscii(importBuiltIns(text))
      .replace(ISOLATE, (_, url) => isolateUrl(path, output(isolates, url)));
    if (adapted !== text) await Deno.writeTextFile(path, adapted);
  }
  return { main, isolates };
}

/**
 * Replaces calls of `require` for Node's modules by imports. Creating a `require` would load all of
 * Node's modules, which takes longer than most commands.
 */
function importBuiltIns(text: string): string {
  const names = new Map<string, string>();
  const adapted = text.replace(CREATE_REQUIRE, NO_REQUIRE).replace(
    REQUIRE_BUILT_IN,
    (_, module) => {
      const name = `$${module.replace(/\W/g, "_")}`;
      names.set(module, name);
      return name;
    },
  );
  return [...names].map(([module, name]) => declareBuiltIn(module, name)).join("") + adapted;
}

function declareBuiltIn(module: string, name: string): string {
  if (module !== LOADED_WHEN_USED) return `import ${name} from "${module}";\n`;
  const load = `globalThis.process.getBuiltinModule("${module}")`;
  return `const ${name} = new Proxy({}, { get: (_, key) => ${load}[key] });\n`;
}

/**
 * V8 uses a source in ASCII where it is in memory. It would copy any other into the heap of each
 * isolate. esbuild has escaped all strings: what is left are comments and regular expressions.
 */
function escapeNonAscii(text: string): string {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(/[\u0080-\uffff]/g, escape);
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
