import process from "node:process";

/**
 * Keeps from the process what the client does behind our back: errors that come when nobody waits
 * for them any more, which would end the isolate, and warnings of its timers on standard error.
 * Returns a function that ends this.
 */
export function swallowLateRejections(onLateError: (error: unknown) => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;

  function contain(event: Event, error: unknown): void {
    if (!isFromClient(error)) return;
    event.preventDefault();
    onLateError(error);
  }

  addEventListener("unhandledrejection", (event) => contain(event, event.reason), { signal });
  addEventListener("error", (event) => contain(event, event.error), { signal });
  const listeners = process.listeners("warning");
  const warn = (warning: Error) => {
    if (warning.name === "TimeoutNegativeWarning") return;
    for (const listener of listeners) listener(warning);
  };
  process.removeAllListeners("warning").on("warning", warn);
  return () => {
    ended.abort();
    process.off("warning", warn);
    for (const listener of listeners) process.on("warning", listener);
  };
}

function isFromClient(error: unknown): boolean {
  return error instanceof Error && /[\\/]kafkajs[\\/]/.test(error.stack ?? "");
}
