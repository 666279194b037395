/**
 * A result for people: a list as an expression writes it, without the quotes of JSON, and the answer
 * to a question such as `Is 97 prime?` as yes or no. Other results are unchanged.
 */
export function resultInWords(result: string, formula: string): string {
  if (result.startsWith("[")) return result.replaceAll('"', "").replaceAll(",", ", ");
  return formula.endsWith("?") ? TRUTHS[result] ?? result : result;
}

const TRUTHS: Readonly<Record<string, string>> = { "true": "Yes", "false": "No" };
