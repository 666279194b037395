/**
 * Rows for standard output, separated by tabs. Writes the header to standard error, so that programs
 * read rows only; a table without rows has none.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length > 0) console.error(header.join("\t"));
  return rows.map((row) => row.join("\t")).join("\n");
}
