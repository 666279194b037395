/**
 * Removes what only readers of the source need. The rules are simpler than the languages: the tests
 * check that the style sheets, scripts and templates of this program follow them.
 */

/** A style sheet without comments and needless white space. */
export function condenseStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{},;]) ?/g, "$1")
    .replace(/: /g, ":")
    .replaceAll(";}", "}")
    .trim();
}

/** A script without indentation, empty lines, and comments on lines of their own. */
export function condenseScript(text: string): string {
  return text.replace(/^\s+/gm, "").replace(/^(?:\/\/.*|\/\*\*.*\*\/)\n/gm, "");
}

/** A template without indentation before tags, and without the ends of lines that only have code. */
export function condenseTemplate(text: string): string {
  return text.replace(/^\s+(?=<)/gm, "").replace(/^(<%(?![=~])(?:(?!%>).)*%>)\n/gm, "$1");
}
