import type { Progress } from "../domain/ports.ts";

/** Between two looks at the progress. */
const LOOK_EVERY_MS = 250;

/** Proxies take a connection for dead that is silent for a minute. */
const SILENT_MS = 15_000;
const SIGN_OF_LIFE = ": waiting\n\n";

export interface EventStreamOptions {
  /** Undefined if there is nothing to wait for. */
  readonly progress: (() => Progress) | undefined;
  /** The last event; never rejects. */
  readonly last: Promise<ReadableStream<Uint8Array>>;
  /** Called when everything has been sent or the client has left. */
  readonly onEnd: () => void;
  readonly lookEveryMs?: number;
  readonly silentMs?: number;
}

/**
 * `progress` events, when the progress has changed, and then the last event. A client that reads
 * slowly misses progress: nothing is kept for it.
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { progress, last, onEnd, lookEveryMs = LOOK_EVERY_MS, silentMs = SILENT_MS } = options;
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setInterval> | undefined;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  let [told, toldAt] = ["", 0];
  let isOver = false;

  function tell(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (controller.desiredSize! <= 0) return;
    const event = progressEvent(progress!());
    const now = performance.now();
    if (event === told && now - toldAt < silentMs) return;
    controller.enqueue(encoder.encode(event === told ? SIGN_OF_LIFE : event));
    [told, toldAt] = [event, now];
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    onEnd();
  }

  return new ReadableStream({
    start(controller) {
      if (!progress) return;
      tell(controller);
      timer = setInterval(() => tell(controller), lookEveryMs);
      last.then(() => clearInterval(timer));
    },
    async pull(controller) {
      const stream = await last;
      if (isOver) return;
      reader ??= stream.getReader();
      try {
        const { value, done } = await reader.read();
        if (isOver) return;
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
  const data = { fraction: rounded(fraction, 4), seconds_left: rounded(secondsLeft, 2) };
  return `event: progress\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Downwards, so that only what is done is 1. */
function rounded(value: number, places: number): number {
  return Math.floor(value * 10 ** places) / 10 ** places;
}
