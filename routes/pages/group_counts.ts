/** Quotations, which stay as they were typed, and counts such as `100000 digits` and `at most 5000`. */
const QUOTATION_OR_COUNT =
  /".*"|\b\d{4,}(?= (?:digits|characters|divisors|items|numbers)\b)|(?<=\b(?:at most|more than|has) )\d{4,}\b/gs;

/** Groups the digits of counts in a message for people; the numbers of a question stay as they are. */
export function groupCounts(message: string): string {
  return message.replace(
    QUOTATION_OR_COUNT,
    (text) => text.startsWith('"') ? text : BigInt(text).toLocaleString("en"),
  );
}
