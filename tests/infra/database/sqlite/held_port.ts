/** A port that queues messages to the far end while it is held. */
export interface HeldPort {
  readonly near: MessagePort;
  /** Number of messages so far, including queued ones. */
  readonly sent: number;
  hold(): void;
  release(): void;
  close(): void;
}

export function createHeldPort(far: MessagePort): HeldPort {
  const { port1: near, port2: inner } = new MessageChannel();
  let waiting: unknown[] | undefined;
  let sent = 0;
  inner.onmessage = ({ data }) => {
    sent++;
    if (waiting) waiting.push(data);
    else far.postMessage(data);
  };
  far.onmessage = ({ data }) => inner.postMessage(data);
  return {
    near,
    get sent() {
      return sent;
    },
    hold: () => {
      waiting ??= [];
    },
    release: () => {
      for (const message of waiting ?? []) far.postMessage(message);
      waiting = undefined;
    },
    close: () => inner.close(),
  };
}
