/** A stream of text that is written while it is being sent. */
export interface TextStream {
  readonly readable: ReadableStream<Uint8Array>;
  /** Appends text; texts that the client has not read yet are sent in one piece. */
  write(text: string): void;
  /** Ends the stream after everything that has been written. */
  close(): void;
}

export interface TextStreamOptions {
  /** Called once, when everything has been sent or the client has disconnected. */
  readonly onEnd: (reason: "sent" | "disconnected") => void;
}

export function createTextStream({ onEnd }: TextStreamOptions): TextStream {
  const encoder = new TextEncoder();
  let unsent = "";
  let isClosed = false;
  let changed = Promise.withResolvers<void>();

  function notify(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  const readable = new ReadableStream<Uint8Array>({
    async pull(controller) {
      while (unsent === "" && !isClosed) await changed.promise;
      if (unsent === "") {
        controller.close();
        return onEnd("sent");
      }
      controller.enqueue(encoder.encode(unsent));
      unsent = "";
    },
    cancel: () => onEnd("disconnected"),
  });
  return {
    readable,
    write: (text) => {
      unsent += text;
      notify();
    },
    close: () => {
      isClosed = true;
      notify();
    },
  };
}
