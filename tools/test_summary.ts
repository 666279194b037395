/**
 * Adds up the JUnit reports of all test runs. Fails when a test failed, when a test file did not run,
 * or when a test was ignored. Ignored tests are allowed without SERVICES, the program that pauses and
 * kills servers.
 */
import { walk } from "./walk.ts";

const REPORTS = "reports";

/** Tests with tools that are downloaded: tasks of their own run them. */
const SEPARATE = /^tests\/(clients|schemathesis)\//;

interface Totals {
  passed: number;
  failed: number;
  ignored: string[];
}

const totals: Totals = { passed: 0, failed: 0, ignored: [] };
const ran = new Set<string>();
for (const path of walk(REPORTS, /\.xml$/)) readReport(Deno.readTextFileSync(path));

const missing = walk("tests", /_test\.ts$/).filter((path) =>
  !ran.has(path) && !SEPARATE.test(path)
);
for (const name of totals.ignored) console.error(`Ignored: ${name}`);
for (const path of missing) console.error(`Not run: ${path}`);
const forbidden = Deno.env.has("SERVICES") ? totals.ignored.length : 0;
const failed = totals.failed + forbidden + missing.length;
console.log(`${totals.passed} passed, ${failed} failed`);
Deno.exit(failed === 0 && totals.passed > 0 ? 0 : 1);

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
