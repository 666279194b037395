/** Writes to standard output and ignores a broken pipe; throws any other error. */
export function writeToStdout(...parts: readonly (string | Uint8Array)[]): void {
  const encoder = new TextEncoder();
  try {
    for (const part of parts) writeAll(typeof part === "string" ? encoder.encode(part) : part);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function writeAll(bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += Deno.stdout.writeSync(bytes.subarray(written));
  }
}
