import type { Progress } from "../domain/ports.ts";

/** Interval between reads of the progress. */
const READ_EVERY_MS = 250;

/** Proxies close connections that are silent for a minute. */
const KEEP_ALIVE_MS = 15_000;
const KEEP_ALIVE = ": waiting\n\n";

export interface EventStreamOptions {
  /** Reads the progress; undefined if the last event is already available. */
  readonly progress: (() => Progress) | undefined;
  /** The last event; never rejects. */
  readonly last: Promise<ReadableStream<Uint8Array>>;
  /** Called once, when everything has been sent or the client has disconnected. */
  readonly onEnd: () => void;
  readonly readEveryMs?: number;
  readonly keepAliveMs?: number;
}

/**
 * Sends `progress` events while the progress changes, and then the last event. Progress is not
 * buffered: a client that reads slowly misses some.
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { progress, last, onEnd, readEveryMs = READ_EVERY_MS, keepAliveMs = KEEP_ALIVE_MS } =
    options;
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setInterval> | undefined;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let [sent, sentAt] = ["", 0];
  let hasEnded = false;

  function sendProgress(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (controller.desiredSize! <= 0) return;
    const event = progressEvent(progress!());
    const now = performance.now();
    if (event === sent && now - sentAt < keepAliveMs) return;
    controller.enqueue(encoder.encode(event === sent ? KEEP_ALIVE : event));
    [sent, sentAt] = [event, now];
  }

  function end(): void {
    if (hasEnded) return;
    hasEnded = true;
    clearInterval(timer);
    onEnd();
  }

  return new ReadableStream({
    start(controller) {
      if (!progress) return;
      sendProgress(controller);
      timer = setInterval(() => sendProgress(controller), readEveryMs);
      last.then(() => clearInterval(timer));
    },
    async pull(controller) {
      const stream = await last;
      if (hasEnded) return;
      reader ??= stream.getReader();
      try {
        const { value, done } = await reader.read();
        if (hasEnded) return;
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      end();
    },
    cancel() {
      end();
      last.then((stream) => (reader ?? stream).cancel()).catch(() => {});
    },
  });
}

function progressEvent({ fraction, secondsLeft }: Progress): string {
  const data = { fraction: roundDown(fraction, 4), seconds_left: roundDown(secondsLeft, 2) };
  return `event: progress\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Rounds down, so that a fraction of 1 means that the work is finished. */
function roundDown(value: number, places: number): number {
  return Math.floor(value * 10 ** places) / 10 ** places;
}
