import { cleaned, readTypedNumber, type TypedNumber } from "./typed_number.ts";

/** A list of more parts has too many numbers, however it is read. */
const MAX_PARTS = 10_000;

/** Texts that may be lists of numbers. */
const LIST = /^[-+0-9eE.,\s_'\u2019\u02bc]*$/;

/** A comma before exactly three digits, as between thousands. */
const THOUSANDS_COMMA = /(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g;

/** A space before digits that no number starts with, as in `1 000`. */
const SPACE_BEFORE_ZERO = /(?<=[0-9])[^\S\r\n]+(?=0[0-9])/g;

/**
 * Reads a list of integers as people type and paste it. Commas, spaces and line breaks separate
 * numbers; a list has several readings if some of them may separate thousands. A text that is no
 * such list is returned as it is.
 */
export function readTypedList(typed: string): TypedNumber {
  const text = cleaned(typed);
  const [, list = text] = /^\[(.*)\]$/s.exec(text) ?? [];
  if (!LIST.test(list) || partsOf(list).length > MAX_PARTS) return { kind: "read", text };
  const withoutCommas = joinAtCommas(list);
  const joined = [joinAtSpaces(withoutCommas), withoutCommas, joinAtSpaces(list), list];
  const readings = withoutEarlierCopies(withoutEarlierCopies(joined).flatMap(readingsOf));
  return readings.length > 1
    ? { kind: "ambiguous", readings }
    : { kind: "read", text: readings[0] ?? text };
}

/** Joins thousands at commas, if something else separates numbers or a group starts with 0. */
function joinAtCommas(list: string): string {
  const mayBeThousands = /\s/.test(list.trim()) || /[0-9],0[0-9]{2}(?![0-9])/.test(list);
  return mayBeThousands ? list.replace(THOUSANDS_COMMA, "") : list;
}

/** Joins groups at spaces, if something else separates numbers or a group starts with 0. */
function joinAtSpaces(list: string): string {
  const parts = list.split(/[,\r\n]/);
  const joined = parts.length === 1 ? parts : parts.map(joinGroups);
  return joined.join(",").replace(SPACE_BEFORE_ZERO, "");
}

function joinGroups(part: string): string {
  const isNumber = !/\s/.test(textsOf(part)[0]!);
  return isNumber ? part.replaceAll(/\s/g, "") : part;
}

/** A list of numbers in canonical notation; two if points may separate thousands. */
function readingsOf(list: string): readonly string[] {
  const items = partsOf(list);
  if (items.length === 0 || !items.every((item) => /[0-9]/.test(item))) return [];
  const texts = items.map(textsOf);
  const readings = [texts.map((each) => each[0]), texts.map((each) => each.at(-1))];
  return readings.map((numbers) => numbers.map(withoutLeadingZeros).join(", "));
}

function partsOf(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((part) => part !== "");
}

function textsOf(item: string): readonly string[] {
  const number = readTypedNumber(item, "integer");
  return number.kind === "read" ? [number.text] : number.readings;
}

function withoutLeadingZeros(number = ""): string {
  return number.replace(/^([+-]?)0+(?=[0-9])/, "$1");
}

/** The reading of the text as it is, which comes last, keeps its place. */
function withoutEarlierCopies(texts: readonly string[]): readonly string[] {
  return texts.filter((text, at) => texts.lastIndexOf(text) === at);
}
