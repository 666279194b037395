import { walk } from "./walk.ts";

/** The folders that make up the program; the others hold tests, measurements and tools. */
export const PROGRAM_FOLDERS = ["domain", "infra", "routes", "views", "composition", "commands"];

const IMPORT = /^(?:import|export)\b[^"']*?\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gm;

/** The modules of the program, as paths from the root of the repository. */
export function programFiles(): string[] {
  return PROGRAM_FOLDERS.flatMap((folder) => walk(folder, /\.ts$/)).concat("main.ts");
}

/** The import specifiers of a module, as written. */
export function importsOf(path: string): string[] {
  return [...Deno.readTextFileSync(path).matchAll(IMPORT)].map(([, from, bare]) => (from ?? bare)!);
}

/** The path of a relative import, from the root of the repository. */
export function resolveImport(path: string, specifier: string): string {
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}
