/** Maximum number of bytes that wait for a slow reader of the log. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Writes log lines without ever blocking the isolate. */
export interface LineOutput {
  /** Queues complete lines, or drops them while too many bytes wait. */
  write(lines: string): void;
  /** Number of lines that have been dropped or could not be written. */
  readonly droppedLines: number;
  /** Resolves when everything that was queued has been written. */
  drained(): Promise<void>;
}

export interface LineSink {
  /** Writes a part of the bytes and returns their number. */
  write(bytes: Uint8Array): Promise<number>;
}

/**
 * Creates an output, by default for standard output. Lines are dropped while a reader stalls, on a
 * full disk and after the reader has gone: the log must not stop the service.
 */
export function createLineOutput(sink: LineSink = Deno.stdout): LineOutput {
  const encoder = new TextEncoder();
  const queue: Uint8Array[] = [];
  let waitingBytes = 0;
  let droppedLines = 0;
  let writing: Promise<void> | undefined;

  function write(lines: string): void {
    const bytes = encoder.encode(lines);
    if (waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      droppedLines += countLines(bytes);
      return;
    }
    waitingBytes += bytes.length;
    queue.push(bytes);
    writing ??= writeQueue().finally(() => writing = undefined);
  }

  async function writeQueue(): Promise<void> {
    for (let bytes = queue.shift(); bytes; bytes = queue.shift()) {
      await writeAll(bytes);
      waitingBytes -= bytes.length;
    }
  }

  async function writeAll(bytes: Uint8Array): Promise<void> {
    let written = 0;
    try {
      while (written < bytes.length) written += await sink.write(bytes.subarray(written));
    } catch {
      droppedLines += countLines(bytes.subarray(written));
    }
  }

  return {
    write,
    get droppedLines() {
      return droppedLines;
    },
    drained: async () => {
      while (writing) await writing;
    },
  };
}

const NEWLINE = "\n".charCodeAt(0);

function countLines(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + Number(byte === NEWLINE), 0);
}
