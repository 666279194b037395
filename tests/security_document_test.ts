import assert from "node:assert/strict";

/** Number of the last requirement of levels 1 and 2 in each section of ASVS 5.0.0, in order. */
const SECTIONS: Readonly<Record<string, number>> = {
  ...{ "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2 },
  ...{ "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1 },
  ...{ "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2 },
  ...{ "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4 },
  ...{ "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3 },
  ...{ "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4 },
  ...{ "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2 },
  ...{ "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1 },
  ...{ "9.1": 3, "9.2": 4 },
  ...{ "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3 },
  ...{ "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1 },
  ...{ "12.1": 3, "12.2": 2, "12.3": 4 },
  ...{ "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5 },
  ...{ "14.1": 2, "14.2": 4, "14.3": 3 },
  ...{ "15.1": 3, "15.2": 3, "15.3": 7 },
  ...{ "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3 },
};

const ROW = /^\| (\d+\.\d+\.\d+) +\| [^|]+ \| (yes|partly|no|operator) +\| (.+?) +\|$/gm;

const document = Deno.readTextFileSync("docs/security.md");

Deno.test("the security page names every requirement of ASVS 5.0 level 2 once", () => {
  const rows = [...document.matchAll(ROW)].map(([, number]) => number!);
  const numbers = [...rows, ...notApplicable()];
  assert.deepEqual(numbers.toSorted(byNumber), allRequirements().toSorted(byNumber));
  assert.equal(rows.length, document.match(/^\| \d+\.\d+\.\d+ /gm)?.length);
});

/** The requirements in the sentence on what does not apply: single ones, ranges and sections. */
function notApplicable(): string[] {
  const [, list = ""] = /these do not apply: ([\d., \nto and]+)\./.exec(document) ?? [];
  return list.split(/,| and /).map((item) => item.trim()).flatMap((item) => {
    const [first = "", last = first] = item.split(/\s+to\s+/);
    return inRange(first, last);
  });
}

function inRange(first: string, last: string): string[] {
  const isBefore = (a: string, b: string) => byNumber(a, b) <= 0;
  return allRequirements().filter((number) =>
    isBefore(first, number) && (isBefore(number, last) || number.startsWith(`${last}.`))
  );
}

function allRequirements(): string[] {
  return Object.entries(SECTIONS).flatMap(([section, last]) =>
    Array.from({ length: last }, (_, index) => `${section}.${index + 1}`)
  );
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
