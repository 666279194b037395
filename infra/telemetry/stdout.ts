/** Writes to standard output and ignores a broken pipe; throws any other error. */
export function writeToStdout(...parts: readonly (string | Uint8Array)[]): void {
  const encoder = new TextEncoder();
  try {
    for (const part of parts) writeAll(typeof part === "string" ? encoder.encode(part) : part);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Writes log lines. Errors are ignored: a full disk must not stop the service. */
export function writeLines(lines: string): void {
  try {
    writeToStdout(lines);
  } catch {
    return;
  }
}

function writeAll(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}
