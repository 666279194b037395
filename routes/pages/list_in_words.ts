/** A list as an expression writes it, without the quotes of JSON. Other results are unchanged. */
export function listInWords(result: string): string {
  return result.startsWith("[") ? result.replaceAll('"', "").replaceAll(",", ", ") : result;
}
