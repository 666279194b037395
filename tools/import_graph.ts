/**
 * Draws the imports of the program as a Mermaid flowchart: `deno task graph` between the top-level
 * folders, `deno task graph infra` between the parts of one folder. An arrow points from the
 * importing part to the imported one. Fails when the top-level arrows form a cycle.
 */
import { importsOf, programFiles, resolveImport } from "./imports.ts";

export interface ImportGraph {
  /** Names of the parts, importing ones first. */
  readonly nodes: readonly string[];
  readonly arrows: readonly (readonly [from: string, to: string])[];
  /** An import cycle, as a path that ends at its first part; undefined if there is none. */
  readonly cycle: readonly string[] | undefined;
}

/** The parts of a folder are its subfolders and files; without a folder, those of the repository. */
export function importGraph(folder = ""): ImportGraph {
  const prefix = folder === "" ? "" : `${folder}/`;
  const partOf = (path: string) => {
    if (!path.startsWith(prefix)) return undefined;
    const [part, rest] = path.slice(prefix.length).split("/");
    return rest === undefined ? part! : `${part}/`;
  };
  const targets = new Map<string, Set<string>>();
  for (const path of programFiles()) {
    const from = partOf(path);
    if (from === undefined) continue;
    const found = targets.get(from) ?? new Set();
    targets.set(from, found);
    for (const specifier of importsOf(path).filter((specifier) => specifier.startsWith("."))) {
      const to = partOf(resolveImport(path, specifier));
      if (to !== undefined && to !== from && to.search(/\/$|\.ts$/) > 0) found.add(to);
    }
  }
  const { nodes, cycle } = sort(targets);
  const arrows = nodes.flatMap((from) =>
    nodes.filter((to) => targets.get(from)?.has(to)).map((to) => [from, to] as const)
  );
  return { nodes, arrows, cycle };
}

/** The imports of modules by path; imports of types count. */
export type ImportsByPath = ReadonlyMap<string, ReadonlySet<string>>;

/** The relative imports of the program's modules. */
export function programImports(): ImportsByPath {
  return new Map(
    programFiles().map((path) => {
      const relative = importsOf(path).filter((specifier) => specifier.startsWith("."));
      return [path, new Set(relative.map((specifier) => resolveImport(path, specifier)))];
    }),
  );
}

/** An import cycle, as a path that ends at its first module; undefined if there is none. */
export function importCycle(imports: ImportsByPath): readonly string[] | undefined {
  return sort(imports).cycle;
}

/** Sorts importing parts before imported ones, and otherwise by name. */
function sort(targets: ImportsByPath) {
  const sorted = new Set<string>();
  let cycle: string[] | undefined;

  function visit(node: string, path: readonly string[]): void {
    if (path.includes(node)) {
      cycle ??= [...path.slice(path.indexOf(node)), node];
      return;
    }
    if (sorted.has(node)) return;
    for (const next of [...targets.get(node) ?? []].sort().reverse()) visit(next, [...path, node]);
    sorted.add(node);
  }

  for (const node of [...targets.keys()].sort().reverse()) visit(node, []);
  return { nodes: [...sorted].reverse(), cycle };
}

export function mermaid({ nodes, arrows }: ImportGraph): string {
  const id = (name: string) => `n${nodes.indexOf(name)}`;
  return [
    "flowchart TD",
    ...nodes.map((name) => `  ${id(name)}["${name}"]`),
    ...arrows.map(([from, to]) => `  ${id(from)} --> ${id(to)}`),
  ].join("\n");
}

if (import.meta.main) {
  const [folder] = Deno.args;
  const graph = importGraph(folder);
  console.log(mermaid(graph));
  if (graph.cycle) {
    console.error(`Import cycle: ${graph.cycle.join(" → ")}`);
    Deno.exit(folder === undefined ? 1 : 0);
  }
}
