import process from "node:process";

/**
 * Intercepts errors that kafkajs throws outside of any call, which would end the isolate, and hides
 * the timer warnings that it causes. Returns a function that restores the default behaviour.
 */
export function swallowLateRejections(onLateError: (error: unknown) => void): () => void {
  const restored = new AbortController();
  const { signal } = restored;

  function intercept(event: Event, error: unknown): void {
    if (!isFromClient(error)) return;
    event.preventDefault();
    onLateError(error);
  }

  addEventListener("unhandledrejection", (event) => intercept(event, event.reason), { signal });
  addEventListener("error", (event) => intercept(event, event.error), { signal });
  const listeners = process.listeners("warning");
  const warn = (warning: Error) => {
    if (warning.name === "TimeoutNegativeWarning") return;
    for (const listener of listeners) listener(warning);
  };
  process.removeAllListeners("warning").on("warning", warn);
  return () => {
    restored.abort();
    process.off("warning", warn);
    for (const listener of listeners) process.on("warning", listener);
  };
}

/**
 * Whether kafkajs threw it: a frame is in its folder or, in the compiled program, in the module that it
 * shares with this adapter.
 */
function isFromClient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const stack = error.stack ?? "";
  return /[\\/]kafkajs[\\/]/.test(stack) || stack.includes(import.meta.url);
}
