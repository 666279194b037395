import { abbreviate, type Details } from "./result_text.ts";

/** A member of an answer for people, such as `Certainty` and `proven`. */
export interface DetailInWords {
  readonly label: string;
  readonly value: string;
}

/** The members that describe a result in words, without those in `hidden` and those that are null. */
export function detailsInWords(details: Details, hidden: ReadonlySet<string>): DetailInWords[] {
  return Object.entries(details)
    .filter(([name, value]) => !hidden.has(name) && value !== null)
    .map(([name, value]) => ({
      label: labelOf(name),
      value: name === "decimal" ? decimalInWords(value as DecimalDigits) : valueInWords(value),
    }));
}

/** The `decimal` of a fraction. */
interface DecimalDigits {
  readonly digits: string;
  readonly period:
    | { readonly start: number; readonly length: number; readonly text: string }
    | null;
}

/** As in `0.58(3) repeating`, or `0.3585… (period of 42 digits from place 995)` if the period ends too late. */
function decimalInWords({ digits, period }: DecimalDigits): string {
  if (!period) return `${digits}…`;
  const point = digits.indexOf(".");
  const places = digits.length - point - 1;
  const { start, length, text } = period;
  if (start + length <= places) return `${digits.slice(0, point + 1 + start)}(${text}) repeating`;
  const count = length === 1 ? "1 digit" : `${length} digits`;
  return `${digits}… (period of ${count} from place ${start + 1})`;
}

function labelOf(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1).replaceAll("_", " ");
}

/** Values whose form for programs does not speak for itself. */
const IN_WORDS: Readonly<Record<string, string>> = {
  "bpsw": "Baillie–PSW",
  "miller-rabin": "Miller–Rabin",
  "probable": "probable: no composite number is known to pass this test",
};

function valueInWords(value: unknown): string {
  if (typeof value === "string" && Object.hasOwn(IN_WORDS, value)) return IN_WORDS[value]!;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object" || value === null) return abbreviate(String(value));
  return Object.entries(value).filter(([, part]) => part !== null)
    .map(([name, part]) => `${name.replaceAll("_", " ")} ${partInWords(part)}`).join(", ");
}

function partInWords(part: unknown): string {
  return typeof part === "object" ? `(${valueInWords(part)})` : String(part);
}
