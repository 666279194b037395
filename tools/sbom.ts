/**
 * Prints a software bill of materials (CycloneDX 1.6) of every package in deno.lock. Packages that
 * only tests and tools use have the scope "excluded": they are not part of the program.
 */
import project from "../deno.json" with { type: "json" };
import { importsOf, programFiles } from "./imports.ts";

interface LockedPackage {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
}

const PACKAGES: Readonly<Record<string, LockedPackage>> = JSON.parse(
  Deno.readTextFileSync("deno.lock"),
).npm;

export function billOfMaterials() {
  const keys = Object.keys(PACKAGES);
  const shipped = reachable(directDependencies());
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": "mathcalculator",
        name: "mathcalculator",
        version: project.version,
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: keys.map((key) => component(key, shipped.has(key))),
    dependencies: [
      { ref: "mathcalculator", dependsOn: directDependencies().map(purl) },
      ...keys.map((key) => ({ ref: purl(key), dependsOn: dependenciesOf(key).map(purl) })),
    ],
  };
}

function component(key: string, isShipped: boolean) {
  const { name, version } = parseKey(key);
  const content = PACKAGES[key]!.integrity.replace(/^sha512-/, "");
  const hash = Array.from(atob(content), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
  return {
    type: "library",
    "bom-ref": purl(key),
    name,
    version,
    scope: isShipped ? "required" : "excluded",
    purl: purl(key),
    hashes: [{ alg: "SHA-512", content: hash }],
  };
}

/** The keys in deno.lock of the packages that the program itself imports. */
function directDependencies(): string[] {
  const imported = programFiles().flatMap(importsOf);
  const names = Object.keys(project.imports).map((name) => name.replace(/\/$/, ""));
  return [...new Set(names)].filter((name) =>
    imported.some((specifier) => specifier === name || specifier.startsWith(`${name}/`))
  ).map(keyOf);
}

function dependenciesOf(key: string): string[] {
  return (PACKAGES[key]!.dependencies ?? []).map(keyOf);
}

/** deno.lock includes the version of a dependency only if several versions are locked. */
function keyOf(dependency: string): string {
  const key = Object.keys(PACKAGES).find((key) =>
    key === dependency || parseKey(key).name === dependency
  );
  if (key === undefined) throw new Error(`${dependency} is not in deno.lock`);
  return key;
}

function reachable(roots: readonly string[]): ReadonlySet<string> {
  const found = new Set(roots);
  for (const key of found) for (const next of dependenciesOf(key)) found.add(next);
  return found;
}

/** A key is `name@version`, followed by the peers that it was resolved with: `_pg@8.23.1`. */
function parseKey(key: string): { readonly name: string; readonly version: string } {
  const [, name, version] = /^(@?[^@]+)@([^_]+)/.exec(key)!;
  return { name: name!, version: version! };
}

/** A package URL; the `@` of a scope is encoded. */
function purl(key: string): string {
  const { name, version } = parseKey(key);
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

if (import.meta.main) console.log(JSON.stringify(billOfMaterials(), null, 2));
