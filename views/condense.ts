/**
 * Removes comments and white space that only readers of the source need. These functions do not
 * parse: tests check that the files of this program contain nothing that they would damage.
 */

/** A style sheet without comments, needless white space and zeros before points. */
export function condenseStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{},;]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/(?<![0-9])0\./g, ".")
    .replaceAll(";}", "}")
    .trim();
}

/** A script without indentation, empty lines, and comments on lines of their own. */
export function condenseScript(text: string): string {
  return text.replace(/^\s+/gm, "").replace(/^(?:\/\/.*|\/\*\*.*\*\/)\n/gm, "");
}

/** A template without indentation before tags, and without line breaks after lines of code. */
export function condenseTemplate(text: string): string {
  return text.replace(/^\s+(?=<)/gm, "").replace(/^(<%(?![=~])(?:(?!%>).)*%>)\n/gm, "$1");
}
