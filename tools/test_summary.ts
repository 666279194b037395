/**
 * Sums the reports of all test runs, and fails when a test failed, when one was ignored although
 * everything it needs should be here, or when a test file was not run at all.
 */
import { walk } from "./walk.ts";

const REPORTS = "reports";

interface Totals {
  passed: number;
  failed: number;
  ignored: string[];
}

const totals: Totals = { passed: 0, failed: 0, ignored: [] };
const ran = new Set<string>();
for (const path of walk(REPORTS, /\.xml$/)) readReport(Deno.readTextFileSync(path));

const missing = walk("tests", /_test\.ts$/).filter((path) =>
  !ran.has(path) && !ran.has(statedBeside(path))
);
for (const name of totals.ignored) console.error(`Ignored: ${name}`);
for (const path of missing) console.error(`Not run: ${path}`);
const failed = totals.failed + totals.ignored.length + missing.length;
console.log(`${totals.passed} passed, ${failed} failed`);
Deno.exit(failed === 0 && totals.passed > 0 ? 0 : 1);

/** A contract's tests count for the file that states them, beside the one that runs them. */
function statedBeside(path: string): string {
  return path.replace("_test.ts", ".ts");
}

function readReport(xml: string): void {
  for (const [, path] of xml.matchAll(/<testsuite name="(?:\.\/)?([^"]+)"/g)) ran.add(path!);
  for (
    const [element, name] of xml.matchAll(/<testcase name="([^"]*)"[^]*?(?:\/>|<\/testcase>)/g)
  ) {
    if (/<(failure|error)\b/.test(element)) totals.failed++;
    else if (/<skipped\b/.test(element)) totals.ignored.push(name!);
    else totals.passed++;
  }
}
