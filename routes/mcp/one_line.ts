/** Replaces line breaks and runs of spaces by one space, so that JSON has nothing to escape. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
