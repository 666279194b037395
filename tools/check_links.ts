/** Fails if a document links to a file or a heading of this repository that does not exist. */
import { walk } from "./walk.ts";

const documents = [...Deno.readDirSync(".")].map(({ name }) => name)
  .filter((name) => name.endsWith(".md")).concat(walk("docs", /\.md$/));
const broken = documents.flatMap((path) =>
  links(Deno.readTextFileSync(path)).filter((target) => !resolves(path, target))
    .map((target) => `${path}: ${target}`)
);
for (const line of broken) console.error(`Broken link: ${line}`);
Deno.exit(broken.length === 0 ? 0 : 1);

function links(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function resolves(from: string, target: string): boolean {
  const [file = "", heading] = target.split("#");
  const path = file === "" ? from : new URL(file, `file:///${from}`).pathname.slice(1);
  try {
    if (heading === undefined) return Deno.statSync(path) !== undefined;
    return headings(Deno.readTextFileSync(path)).includes(heading);
  } catch {
    return false;
  }
}

function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text!.toLowerCase().replace(/[^a-z0-9 _-]/g, "").replaceAll(" ", "-")
  );
}
